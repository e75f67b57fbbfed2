import type { Kysely, Migration } from "kysely";

/** Indexes to read long lists one page at a time, and to filter calls and events among 100,000 rows. */
const INDEXES: readonly (readonly [string, string, readonly string[]])[] = [
  ["patients_by_name", "patients", ["clinic_id", "name", "id"]],
  ["calls_by_outcome", "calls", ["outcome", "called_at"]],
  ["calls_by_reason", "calls", ["reason", "called_at"]],
  ["call_events_by_name", "call_events", ["event", "received_at"]],
];

export const listIndexes: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    for (const [name, table, columns] of INDEXES) {
      await schema
        .createIndex(name)
        .on(table)
        .columns([...columns])
        .execute();
    }
  },
};
