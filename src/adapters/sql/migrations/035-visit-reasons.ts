import { type Kysely, type Migration, sql } from "kysely";

/** How a caller's reason picks an appointment type, and the length of a type with each doctor. */
export const visitReasons: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const columns = [
      ["reasons", "text", ""],
      ["patients", "text", "anyone"],
      ["is_default", "integer", 0],
      ["minutes_with", "text", "{}"],
    ] as const;
    for (const [name, type, value] of columns) {
      await database.schema
        .alterTable("appointment_types")
        .addColumn(name, type, (column) => column.notNull().defaultTo(value))
        .execute();
    }
    await bumpOnChange(database);
  },
};

function bump(row: "new" | "old") {
  return sql`
    insert into clinic_revisions (clinic_id, revision)
    values (${sql.ref(`${row}.clinic_id`)}, abs(random() % 4503599627370496))
    on conflict (clinic_id) do update set revision = excluded.revision;`;
}

/** As in 002-call-events: callers are asked for a reason where the clinic has several types. */
async function bumpOnChange(database: Kysely<unknown>): Promise<void> {
  for (const [change, row] of [
    ["insert", "new"],
    ["update", "new"],
    ["delete", "old"],
  ] as const) {
    await sql`
      create trigger ${sql.ref(`appointment_types_${change}_bumps_revision`)}
      after ${sql.raw(change)} on appointment_types
      begin ${bump(row)} end`.execute(database);
  }
}
