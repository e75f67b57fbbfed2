import type { Kysely } from "kysely";
import type { AgentStore, MasterAgent } from "../../domain/agent/ports.ts";
import type { FleetSchema } from "./schema.ts";

const master = "master";

export class SqlAgentStore implements AgentStore {
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
}
