import type { Kysely, Migration } from "kysely";

/** A clinic's own notice about the assistant and recording, if it does not use its country's. */
export const recordingNotice: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("clinics").addColumn("notice", "text").execute();
  },
};
