import type { Kysely, Migration } from "kysely";

/** The emergency numbers that a clinic gives callers in danger, if they differ from its country's. */
export const emergencyServices: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("clinics").addColumn("emergency_services", "text").execute();
  },
};
