import type { Kysely, Migration } from "kysely";

/** Who listens to Retell's requests (`listen`), and the requests that servers store for the listeners for a while. */
export const listening: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("listeners")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("until_at", "bigint", (column) => column.notNull())
      .execute();
    await schema
      .createTable("heard_requests")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("answered_at", "bigint", (column) => column.notNull())
      .addColumn("took_us", "bigint", (column) => column.notNull())
      .addColumn("path", "text", (column) => column.notNull())
      .addColumn("body", "text")
      .addColumn("digest", "text", (column) => column.notNull())
      .addColumn("status", "integer", (column) => column.notNull())
      .addColumn("answer", "text")
      .addColumn("clinic", "text")
      .execute();
    await schema.createIndex("heard_requests_by_time").on("heard_requests").columns(["answered_at", "id"]).execute();
  },
};
