import type { Kysely, Migration } from "kysely";

/** Daily limits of a clinic's outbound calls, in calls and in US cents. */
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
