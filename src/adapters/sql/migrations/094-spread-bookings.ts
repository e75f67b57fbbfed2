import type { Kysely, Migration } from "kysely";

interface Schema {
  readonly bookingRules: { readonly mostPerDay: number; readonly mostUpcoming: number; readonly mostSpread: number };
}

/** A number may book beyond its limits if the visits are spread over days, unless the clinic has set its own limits. */
export const spreadBookings: Migration = {
  async up(database: Kysely<Schema>): Promise<void> {
    await database.schema
      .alterTable("booking_rules")
      .addColumn("most_spread", "integer", (column) => column.notNull().defaultTo(60))
      .execute();
    await database
      .updateTable("bookingRules")
      .set({ mostSpread: 0 })
      .where((is) => is.or([is("mostPerDay", "!=", 5), is("mostUpcoming", "!=", 6)]))
      .execute();
  },
};
