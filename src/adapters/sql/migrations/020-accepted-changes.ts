import type { Kysely, Migration } from "kysely";

/** Changes of pinned wording that an operator accepted; `digest` identifies the exact text. */
export const acceptedChanges: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("accepted_changes")
      .addColumn("digest", "text", (column) => column.primaryKey())
      .addColumn("change", "text", (column) => column.notNull())
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("accepted_at", "integer", (column) => column.notNull())
      .execute();
  },
};
