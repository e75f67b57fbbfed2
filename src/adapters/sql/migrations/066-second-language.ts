import type { Kysely, Migration } from "kysely";

/** The language that a clinic speaks when a caller does. */
export const secondLanguage: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("clinics").addColumn("second_language", "text").execute();
  },
};
