import type { Kysely, Migration } from "kysely";

/** Counted at each scrape of /metrics. */
export const newAppointments: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.createIndex("appointments_by_creation").on("appointments").column("created_at").execute();
  },
};
