import type { Kysely, Migration } from "kysely";

/** By how many minutes a doctor is late, on which day. */
export const lateDoctors: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("doctors").addColumn("late_on", "text").execute();
    await schema.alterTable("doctors").addColumn("late_minutes", "integer").execute();
  },
};
