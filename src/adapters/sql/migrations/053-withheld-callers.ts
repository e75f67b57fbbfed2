import type { Kysely, Migration } from "kysely";

/** Callers who show no number of their own are limited together, and the waitlist by the line that calls. */
export const withheldCallers: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .alterTable("booking_rules")
      .addColumn("most_withheld", "integer", (column) => column.notNull().defaultTo(20))
      .execute();
    await schema.alterTable("waitlist").addColumn("caller", "text").execute();
  },
};
