import type { Kysely, Migration } from "kysely";

/** Which versions a rollback withdrew, and which template a version was written from. */
export const withdrawnVersions: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("agent_versions").addColumn("withdrawn_at", "bigint").execute();
    await schema.alterTable("agent_versions").addColumn("template_path", "text").execute();
  },
};
