import type { Kysely, Selectable } from "kysely";
import * as z from "zod";
import type {
  AgentContent,
  AgentReference,
  AgentSnapshot,
  AgentVersionStore,
  VersionRecord,
} from "../../../domain/agent/ports.ts";
import type { FleetSchema } from "../schema.ts";

const master = "master";

const body = z.record(z.string(), z.unknown());

const contentSchema = z.object({ agent: body, flow: body });

export class SqlAgentVersionStore implements AgentVersionStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async list(agentId: string): Promise<readonly VersionRecord[]> {
    const rows = await this.#database
      .selectFrom("agentVersions")
      .selectAll()
      .where("agentId", "=", agentId)
      .orderBy("writtenAt", "desc")
      .orderBy("version", "desc")
      .execute();
    return rows.map(toRecord);
  }

  /**
   * The template of an agent's latest version; without an id, of the master agent's. undefined: there is no version.
   */
  async lastTemplate(agentId?: string): Promise<string | null | undefined> {
    const masters = this.#database.selectFrom("agents").select("agentId").where("role", "=", master);
    const row = await this.#database
      .selectFrom("agentVersions")
      .select("agentVersions.templatePath")
      .where("agentVersions.agentId", agentId === undefined ? "in" : "=", agentId ?? masters)
      .orderBy("agentVersions.writtenAt", "desc")
      .orderBy("agentVersions.version", "desc")
      .executeTakeFirst();
    return row?.templatePath;
  }

  async find({ agentId, version }: AgentReference): Promise<VersionRecord | undefined> {
    const row = await this.#database
      .selectFrom("agentVersions")
      .selectAll()
      .where("agentId", "=", agentId)
      .where("version", "=", version)
      .executeTakeFirst();
    return row === undefined ? undefined : toRecord(row);
  }

  async save(record: VersionRecord): Promise<void> {
    const { agentId, version, written, readBack, ...facts } = record;
    const change = { ...facts, written: JSON.stringify(written), readBack: JSON.stringify(readBack) };
    await this.#database
      .insertInto("agentVersions")
      .values({ agentId, version, ...change })
      .onConflict((conflict) => conflict.columns(["agentId", "version"]).doUpdateSet(change))
      .execute();
  }

  async snapshots(agentId: string): Promise<readonly AgentSnapshot[]> {
    const rows = await this.#database
      .selectFrom("agentSnapshots")
      .selectAll()
      .where("agentId", "=", agentId)
      .orderBy("takenAt", "desc")
      .orderBy("id", "desc")
      .execute();
    return rows.map((row) => Object.assign(row, { content: parseContent(row.content) }));
  }

  async saveSnapshot({ content, ...facts }: AgentSnapshot): Promise<void> {
    await this.#database
      .insertInto("agentSnapshots")
      .values({ ...facts, content: JSON.stringify(content) })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .execute();
  }
}

function toRecord({ written, readBack, ...row }: Selectable<FleetSchema["agentVersions"]>): VersionRecord {
  return { ...row, written: parseContent(written), readBack: parseContent(readBack) };
}

export function parseContent(json: string): AgentContent {
  return contentSchema.parse(JSON.parse(json));
}
