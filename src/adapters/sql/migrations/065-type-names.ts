import type { Kysely, Migration } from "kysely";

/** Names of appointment types in languages other than French and English. */
export const typeNames: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .alterTable("appointment_types")
      .addColumn("other_names", "text", (column) => column.notNull().defaultTo("{}"))
      .execute();
  },
};
