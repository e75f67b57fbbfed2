import { type Kysely, type Migration, sql } from "kysely";

/** What happens to callers while a clinic is closed; closures and holidays now change what callers hear. */
export const afterHours: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema.alterTable("clinics").addColumn("after_hours", "text").execute();
    await database.schema.alterTable("clinics").addColumn("on_call_number", "text").execute();
    for (const table of ["calendar_exceptions", "booking_rules"]) await bumpOnChange(database, table);
  },
};

function bump(row: "new" | "old") {
  return sql`
    insert into clinic_revisions (clinic_id, revision)
    values (${sql.ref(`${row}.clinic_id`)}, abs(random() % 4503599627370496))
    on conflict (clinic_id) do update set revision = excluded.revision;`;
}

/** As in 002-call-events: whatever prepared answers were made before no longer hold. */
async function bumpOnChange(database: Kysely<unknown>, table: string): Promise<void> {
  const changes = [
    ["insert", bump("new")],
    ["update", sql`${bump("old")} ${bump("new")}`],
    ["delete", bump("old")],
  ] as const;
  for (const [change, statements] of changes) {
    await sql`
      create trigger ${sql.ref(`${table}_${change}_bumps_revision`)} after ${sql.raw(change)} on ${sql.table(table)}
      begin ${statements} end`.execute(database);
  }
}
