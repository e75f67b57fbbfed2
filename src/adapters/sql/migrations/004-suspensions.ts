import type { Kysely, Migration } from "kysely";

/**
 * How a suspended clinic's calls are answered. Suspending also changes the clinic's row, which renews what callers
 * hear.
 */
export const suspensions: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("suspensions")
      .addColumn("clinic_id", "text", (column) => column.primaryKey().references("clinics.id"))
      .addColumn("answer", "text", (column) => column.notNull())
      .addColumn("message", "text")
      .addColumn("forward_to", "text")
      .addColumn("suspended_at", "bigint", (column) => column.notNull())
      .execute();
  },
};
