import type { Kysely } from "kysely";
import type { AgentStore, MasterAgent, OrganisationAgent, OrganisationAgentStore } from "../../domain/agent/ports.ts";
import type { FleetSchema } from "./schema.ts";

const master = "master";

export class SqlAgentStore implements AgentStore, OrganisationAgentStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async master(): Promise<MasterAgent | undefined> {
    return this.#database
      .selectFrom("agents")
      .select(["agentId", "flowId", "version", "templateHash", "createdAt"])
      .where("role", "=", master)
      .executeTakeFirst();
  }

  async saveMaster(agent: MasterAgent): Promise<void> {
    await this.#database
      .insertInto("agents")
      .values({ role: master, ...agent })
      .onConflict((conflict) => conflict.column("role").doUpdateSet(agent))
      .execute();
  }

  ofClinic(clinicId: string): Promise<OrganisationAgent | undefined> {
    return this.#database
      .selectFrom("organisationAgents")
      .selectAll()
      .where("clinicId", "=", clinicId)
      .executeTakeFirst();
  }

  ofClinics(): Promise<readonly OrganisationAgent[]> {
    return this.#database.selectFrom("organisationAgents").selectAll().execute();
  }

  async saveOfClinic(agent: OrganisationAgent): Promise<void> {
    await this.#database
      .insertInto("organisationAgents")
      .values(agent)
      .onConflict((conflict) => conflict.column("clinicId").doUpdateSet(agent))
      .execute();
  }
}
