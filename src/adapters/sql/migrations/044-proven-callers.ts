import type { Kysely, Migration } from "kysely";

/** A caller who proves to be the patient may book a course of visits; other bookings from a number stay limited. */
export const provenCallers: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .alterTable("booking_origins")
      .addColumn("proven", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
    await schema
      .alterTable("booking_rules")
      .addColumn("most_proven", "integer", (column) => column.notNull().defaultTo(6))
      .execute();
  },
};
