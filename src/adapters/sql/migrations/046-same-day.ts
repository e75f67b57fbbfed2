import type { Kysely, Migration } from "kysely";

/** The part of each day that callers can book only on that day. */
export const sameDay: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("booking_rules").addColumn("same_day_from", "text").execute();
    await schema.alterTable("booking_rules").addColumn("same_day_to", "text").execute();
  },
};
