import type { Kysely, Migration } from "kysely";

/** Where a clinic gets its copies of confirmations by text message. */
export const textCopies: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("clinic_notices").addColumn("text_copy_to", "text").execute();
  },
};
