import type { Kysely, Migration } from "kysely";

/**
 * Indexes for a query that runs before each outbound call: which dials of all clinics are in progress, due or just
 * requested.
 */
export const attemptTraffic: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    const indexes = [
      ["dials_under_way", ["state", "requested_at"]],
      ["dials_due", ["state", "due_at", "clinic_id"]],
      ["dials_asked", ["requested_at"]],
    ] as const;
    for (const [name, columns] of indexes) {
      await schema
        .createIndex(name)
        .on("dials")
        .columns([...columns])
        .execute();
    }
  },
};
