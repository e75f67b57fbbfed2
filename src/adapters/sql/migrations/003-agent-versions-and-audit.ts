import type { Kysely, Migration } from "kysely";

/** Every version written to the agent, its live state before each write, and who did what. */
export const agentVersionsAndAudit: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await versionTables(database);
    await auditTable(database);
  },
};

async function versionTables({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("agent_versions")
    .addColumn("agent_id", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("flow_id", "text", (column) => column.notNull())
    .addColumn("flow_version", "integer", (column) => column.notNull())
    .addColumn("template_hash", "text", (column) => column.notNull())
    .addColumn("written", "text", (column) => column.notNull())
    .addColumn("read_back", "text", (column) => column.notNull())
    .addColumn("written_at", "bigint", (column) => column.notNull())
    .addColumn("published_at", "bigint")
    .addColumn("promoted_at", "bigint")
    .addColumn("note", "text")
    .addPrimaryKeyConstraint("agent_versions_key", ["agent_id", "version"])
    .execute();
  await schema
    .createTable("agent_snapshots")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("agent_id", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("taken_at", "bigint", (column) => column.notNull())
    .addColumn("taken_before", "text", (column) => column.notNull())
    .execute();
}

/** No triggers against changes: whoever can change a row can drop a trigger. The hash chain shows what changed. */
async function auditTable({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("audit")
    .addColumn("seq", "bigint", (column) => column.primaryKey())
    .addColumn("act", "text", (column) => column.notNull().unique())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("before", "text", (column) => column.notNull())
    .addColumn("after", "text", (column) => column.notNull())
    .addColumn("reason", "text")
    .addColumn("previous_hash", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
}
