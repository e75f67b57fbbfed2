import type { Kysely, Migration } from "kysely";

/** Before each call that goes out, the dials of all clinics are asked what is under way, what is due and what was just asked. */
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
