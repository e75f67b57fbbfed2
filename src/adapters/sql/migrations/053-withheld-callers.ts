import type { Kysely, Migration } from "kysely";

/** All callers with a withheld number share one limit, and the waitlist is limited by the calling line. */
export const withheldCallers: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .alterTable("booking_rules")
      .addColumn("most_withheld", "integer", (column) => column.notNull().defaultTo(20))
      .execute();
    await schema.alterTable("waitlist").addColumn("caller", "text").execute();
  },
};
