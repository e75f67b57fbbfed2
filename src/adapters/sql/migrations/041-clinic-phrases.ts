import { type Kysely, type Migration, sql } from "kysely";

/** What a clinic words itself instead of its installation. */
export const clinicPhrases: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable("clinic_phrases")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("language", "text", (column) => column.notNull())
      .addColumn("key", "text", (column) => column.notNull())
      .addColumn("text", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("clinic_phrases_key", ["clinic_id", "language", "key"])
      .execute();
    for (const change of ["insert", "update", "delete"]) await bumpOn(database, change);
  },
};

/** As in 002-call-events: whatever prepared answers were made before no longer hold. */
async function bumpOn(database: Kysely<unknown>, change: string): Promise<void> {
  const row = change === "delete" ? "old" : "new";
  await sql`
    create trigger ${sql.ref(`clinic_phrases_${change}_bumps_revision`)} after ${sql.raw(change)} on clinic_phrases
    begin
      insert into clinic_revisions (clinic_id, revision)
      values (${sql.ref(`${row}.clinic_id`)}, abs(random() % 4503599627370496))
      on conflict (clinic_id) do update set revision = excluded.revision;
    end`.execute(database);
}
