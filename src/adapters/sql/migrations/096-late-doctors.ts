import type { Kysely, Migration } from "kysely";

/** How many minutes late a doctor is, and on which day. */
export const lateDoctors: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("doctors").addColumn("late_on", "text").execute();
    await schema.alterTable("doctors").addColumn("late_minutes", "integer").execute();
  },
};
