import type { Kysely, Migration } from "kysely";

/** The processes that serve and run jobs, each with its latest sign of life. */
export const servers: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("servers")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("host", "text", (column) => column.notNull())
      .addColumn("process_id", "integer", (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("version", "text", (column) => column.notNull())
      .addColumn("started_at", "bigint", (column) => column.notNull())
      .addColumn("seen_at", "bigint", (column) => column.notNull())
      .addColumn("clock_offset_ms", "bigint", (column) => column.notNull())
      .addColumn("last_request_at", "bigint")
      .execute();
  },
};
