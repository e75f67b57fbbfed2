import type { Kysely, Migration } from "kysely";

/** How each organisation's calls over the socket are conducted, and its own agent. The default for all is in `meta`. */
export const dialogueSettings: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("dialogue_settings")
      .addColumn("clinic_id", "text", (column) => column.primaryKey().references("clinics.id"))
      .addColumn("mode", "text")
      .addColumn("instructions", "text")
      .addColumn("model", "text")
      .addColumn("voice", "text")
      .addColumn("responsiveness", "real")
      .addColumn("interruption_sensitivity", "real")
      .addColumn("reminder_trigger_ms", "integer")
      .addColumn("reminder_max_count", "integer")
      .execute();
    await schema
      .createTable("organisation_agents")
      .addColumn("clinic_id", "text", (column) => column.primaryKey().references("clinics.id"))
      .addColumn("agent_id", "text", (column) => column.notNull().unique())
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("settings_hash", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .execute();
  },
};
