import { type Kysely, sql } from "kysely";
import type { AcceptedChange, AcceptedChanges } from "../../../domain/agent/conduct/accepted-changes.ts";
import type {
  AgentAddress,
  AgentReference,
  AgentStore,
  CustomLlmAgent,
  CustomLlmAgentStore,
  MasterAgent,
} from "../../../domain/agent/ports.ts";
import type { TextAgentStore } from "../../../domain/agent/creation/text-agent.ts";
import type { ClinicNumber } from "../../../domain/clinic/clinic.ts";
import { givenAgent } from "../../../domain/fleet/numbers/numbers.ts";
import type { CallAddresses, CallsOfClinic, FleetClinic, FleetStore } from "../../../domain/fleet/ports.ts";
import { type PageRequest, allRows, collected } from "../../../domain/page.ts";
import { aboutClinic } from "../clinic-scope.ts";
import { SqlClinicDirectory } from "../clinics/clinic-stores.ts";
import type { FleetSchema } from "../schema.ts";

const master = "master";

function textRole(account: string | null): string {
  return account === null ? "text" : `text ${account}`;
}

export class SqlAgentStore implements AgentStore, AgentAddress, CustomLlmAgentStore, TextAgentStore {
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

  async masterAddress(): Promise<string | undefined> {
    const row = await this.#database
      .selectFrom("agentVersions")
      .innerJoin("agents", (join) =>
        join
          .onRef("agents.agentId", "=", "agentVersions.agentId")
          .onRef("agents.version", "=", "agentVersions.version"),
      )
      .select("agentVersions.readBack")
      .where("agents.role", "=", master)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { parseContent } = await import("./agent-version-store.ts");
    const { webhook_url: url } = parseContent(row.readBack).agent;
    return typeof url === "string" && URL.canParse(url) ? url : undefined;
  }

  saveMaster(agent: MasterAgent): Promise<void> {
    return this.#save(master, agent);
  }

  textAgent(account: string | null): Promise<AgentReference | undefined> {
    return this.#database
      .selectFrom("agents")
      .select(["agentId", "version"])
      .where("role", "=", textRole(account))
      .executeTakeFirst();
  }

  saveTextAgent(account: string | null, agent: MasterAgent): Promise<void> {
    return this.#save(textRole(account), agent);
  }

  async #save(role: string, agent: MasterAgent): Promise<void> {
    await this.#database
      .insertInto("agents")
      .values({ role, ...agent })
      .onConflict((conflict) => conflict.column("role").doUpdateSet(agent))
      .execute();
  }

  ofClinic(clinicId: string): Promise<CustomLlmAgent | undefined> {
    return aboutClinic(this.#database, clinicId)
      .selectFrom("organisationAgents")
      .selectAll()
      .where("clinicId", "=", clinicId)
      .executeTakeFirst();
  }

  ofClinics(clinicIds?: readonly string[]): Promise<readonly CustomLlmAgent[]> {
    const agents = this.#database.selectFrom("organisationAgents").selectAll();
    return (clinicIds === undefined ? agents : agents.where("clinicId", "in", clinicIds)).execute();
  }

  async removeOfClinic(clinicId: string): Promise<void> {
    await aboutClinic(this.#database, clinicId)
      .deleteFrom("organisationAgents")
      .where("clinicId", "=", clinicId)
      .execute();
  }

  async saveOfClinic(agent: CustomLlmAgent): Promise<void> {
    // The agent's id is unique too, so two concurrent inserts would conflict there.
    await this.#database.transaction().execute((transaction) =>
      transaction
        .insertInto("organisationAgents")
        .values(agent)
        .onConflict((conflict) => conflict.column("clinicId").doUpdateSet(agent))
        .execute(),
    );
  }
}

export class SqlFleetStore implements FleetStore, CallAddresses {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  clinics(): Promise<readonly FleetClinic[]> {
    return collected(this.all());
  }

  all(): AsyncIterable<FleetClinic> {
    const read = (page: PageRequest) => this.#page(page);
    return allRows({}, { read, placeOf: ({ clinic: { slug, id } }) => ({ by: slug, id }) });
  }

  async #page(page: PageRequest): Promise<readonly FleetClinic[]> {
    const clinics = await new SqlClinicDirectory(this.#database).overview(page);
    // PostgreSQL knows no empty list.
    if (clinics.length === 0) return [];
    const ids = clinics.map(({ clinic }) => clinic.id);
    const numbers = await this.#numbersOf(ids);
    const own = await new SqlAgentStore(this.#database).ofClinics(ids);
    const ownAgents = new Map(own.map((agent) => [agent.clinicId, agent]));
    const opening = new Set(await this.#withHours(ids));
    return clinics.map(({ clinic, doctors }) => ({
      clinic,
      number: numbers.get(clinic.id) ?? null,
      ownAgent: ownAgents.get(clinic.id) ?? givenAgent(clinic),
      usesSocket: ownAgents.has(clinic.id),
      doctors,
      hasHours: opening.has(clinic.id),
    }));
  }

  callsSentElsewhere(address: string): AsyncIterable<CallsOfClinic> {
    const own = `${address}/`;
    const read = ({ after, limit }: PageRequest) =>
      this.#database
        .selectFrom("clinics")
        .innerJoin("phoneNumbers", "phoneNumbers.clinicId", "clinics.id")
        .select(["id", "slug", (number) => number.ref("webhookUrl").$notNull().as("webhookUrl")])
        .where("status", "in", ["active", "suspended"])
        .where("webhookUrl", "is not", null)
        .where(sql`substr(webhook_url, 1, ${own.length})`, "!=", own)
        .where("slug", ">", String(after?.by ?? ""))
        .orderBy("slug")
        .limit(limit)
        .execute();
    return allRows({}, { read, placeOf: ({ slug, id }) => ({ by: slug, id }) });
  }

  async #numbersOf(clinicIds: readonly string[]): Promise<ReadonlyMap<string, ClinicNumber>> {
    const numbers = this.#database.selectFrom("phoneNumbers").selectAll();
    const rows = await numbers.where("clinicId", "in", clinicIds).execute();
    return new Map(rows.map(({ clinicId, ...number }) => [clinicId, number]));
  }

  async #withHours(clinicIds: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#database
      .selectFrom("weeklyHours")
      .select("clinicId")
      .distinct()
      .where("doctorId", "is", null)
      .where("clinicId", "in", clinicIds)
      .execute();
    return rows.map(({ clinicId }) => clinicId);
  }
}

export class SqlAcceptedChanges implements AcceptedChanges {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  list(): Promise<readonly AcceptedChange[]> {
    return this.#database.selectFrom("acceptedChanges").selectAll().orderBy("acceptedAt").execute();
  }

  async add(change: AcceptedChange): Promise<void> {
    await this.#database
      .insertInto("acceptedChanges")
      .values(change)
      .onConflict((conflict) => conflict.column("digest").doNothing())
      .execute();
  }
}
