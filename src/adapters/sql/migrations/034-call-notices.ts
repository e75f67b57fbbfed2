import type { Kysely, Migration } from "kysely";

/** What a call ordered by an operator says to someone without an appointment. */
export const callNotices: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("dials").addColumn("about", "text").execute();
  },
};
