import type { Kysely, Migration } from "kysely";

/** How a doctor's name is pronounced, in IPA. */
export const doctorPronunciation: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("doctors").addColumn("pronunciation", "text").execute();
  },
};
