import type { Kysely, Migration } from "kysely";
import { bumpRevisionOn } from "./engine.ts";

/** A clinic's own wording of phrases, instead of its installation's. */
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
    await bumpRevisionOn(database, { table: "clinic_phrases" });
  },
};
