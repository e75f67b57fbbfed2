import type { Kysely, Migration } from "kysely";

/**
 * A clinic's own agent and account at Retell. The API key is never stored: only the name of the variable that holds it.
 */
export const clinicAccounts: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable("clinics").addColumn("retell_account", "text").execute();
    await schema.alterTable("clinics").addColumn("retell_agent", "text").execute();
    await schema.alterTable("clinics").addColumn("retell_agent_version", "integer").execute();
  },
};
