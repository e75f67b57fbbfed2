import type { Kysely, Migration } from "kysely";

/** What a clinic's calls may come to in a day, in calls and in US cents. */
export const outreachCaps: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    for (const [name, most] of [
      ["most_daily", 200],
      ["most_daily_cents", 10_000],
    ] as const) {
      await schema
        .alterTable("outreach_policies")
        .addColumn(name, "integer", (column) => column.notNull().defaultTo(most))
        .execute();
    }
  },
};
