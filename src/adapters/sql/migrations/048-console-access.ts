import type { Kysely, Migration } from "kysely";

/** Who may sign in to the console, and who has signed in. */
export const consoleAccess: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("console_links")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("clinic_id", "text", (column) => column.references("clinics.id"))
      .addColumn("holder", "text", (column) => column.notNull())
      .addColumn("secret_digest", "text", (column) => column.notNull().unique())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addColumn("used_at", "bigint")
      .execute();
    await schema
      .createTable("console_sessions")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("clinic_id", "text", (column) => column.references("clinics.id"))
      .addColumn("holder", "text", (column) => column.notNull())
      .addColumn("secret_digest", "text", (column) => column.notNull().unique())
      .addColumn("browser_digest", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("seen_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addColumn("revoked_at", "bigint")
      .execute();
  },
};
