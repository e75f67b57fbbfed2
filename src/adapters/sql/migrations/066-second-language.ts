import type { Kysely, Migration } from "kysely";

/** A second language, which the clinic's agent speaks if the caller does. */
export const secondLanguage: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("clinics").addColumn("second_language", "text").execute();
  },
};
