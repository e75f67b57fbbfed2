import type { Kysely, Migration } from "kysely";

/** The call in which a patient joined the waitlist: one call may add only a few entries. */
export const waitlistCalls: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("waitlist").addColumn("call_id", "text").execute();
  },
};
