import { type Kysely, type Migration, sql } from "kysely";

/** Hours for a time of the year, or for every second week; `hours` is JSON as in clinic.json. */
export const hoursPeriods: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable("hours_periods")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("doctor_id", "text")
      .addColumn("first_date", "text", (column) => column.notNull())
      .addColumn("last_date", "text")
      .addColumn("every_weeks", "integer", (column) => column.notNull())
      .addColumn("hours", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("hours_periods_key", ["clinic_id", "id"])
      .addForeignKeyConstraint("hours_periods_doctor", ["clinic_id", "doctor_id"], "doctors", ["clinic_id", "id"])
      .execute();
    for (const change of ["insert", "update", "delete"]) await bumpOn(database, change);
  },
};

/** As in 002-call-events: whatever prepared answers were made before no longer hold. */
async function bumpOn(database: Kysely<unknown>, change: string): Promise<void> {
  const row = change === "delete" ? "old" : "new";
  await sql`
    create trigger ${sql.ref(`hours_periods_${change}_bumps_revision`)} after ${sql.raw(change)} on hours_periods
    begin
      insert into clinic_revisions (clinic_id, revision)
      values (${sql.ref(`${row}.clinic_id`)}, abs(random() % 4503599627370496))
      on conflict (clinic_id) do update set revision = excluded.revision;
    end`.execute(database);
}
