import type { Kysely, Migration } from "kysely";

/** A part of each day that callers can book on that day only. */
export const sameDay: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("booking_rules").addColumn("same_day_from", "text").execute();
    await schema.alterTable("booking_rules").addColumn("same_day_to", "text").execute();
  },
};
