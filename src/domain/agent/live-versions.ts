import { AscendiaError } from "../../errors.ts";
import type {
  AgentContent,
  AgentPlatform,
  AgentReference,
  AgentStore,
  AgentVersionStore,
  FlowReference,
  JsonObject,
  ListedVersion,
  MasterAgent,
  RemoteVersion,
} from "./ports.ts";
import { listedValues } from "../../flow/check/value-rules.ts";
import { type ModelReplacement, modelReplacements } from "../../flow/schema/retell-lists.ts";

type Reader = Pick<AgentPlatform, "listVersions" | "getVersion" | "getFlow">;

/** The current state of a version at Retell. */
export interface LiveVersion {
  readonly agent: RemoteVersion;
  readonly flow: FlowReference;
  readonly content: AgentContent;
}

export interface LiveVersions {
  /** Newest first. */
  readonly listed: readonly ListedVersion[];
  /** The newest version, unless it is published. */
  readonly draft: LiveVersion | undefined;
  readonly published: LiveVersion | undefined;
}

/** @throws not_found when Retell has no such agent */
export async function readLiveVersions(agentId: string, platform: Reader): Promise<LiveVersions> {
  const listed = await listVersions(agentId, platform);
  const [newest] = listed;
  const published = listed.find(({ isPublished }) => isPublished);
  const draft = newest === undefined || newest.isPublished ? undefined : newest;
  return {
    listed,
    draft: draft === undefined ? undefined : await readVersion(agentId, draft.version, platform),
    published: published === undefined ? undefined : await readVersion(agentId, published.version, platform),
  };
}

export async function listVersions(
  agentId: string,
  platform: Pick<AgentPlatform, "listVersions">,
): Promise<readonly ListedVersion[]> {
  const listed: ListedVersion[] = [];
  for await (const version of platform.listVersions(agentId)) listed.push(version);
  return listed.toSorted((one, other) => other.version - one.version);
}

/** @throws not_found when Retell has no such version; conflict when it runs on no conversation flow */
export async function readVersion(
  agentId: string,
  version: number,
  platform: Pick<AgentPlatform, "getVersion" | "getFlow">,
): Promise<LiveVersion> {
  const agent = await platform.getVersion({ agentId, version });
  if (agent === undefined) {
    throw new AscendiaError("not_found", `Retell has no version ${version} of the agent ${agentId}.`, {
      hint: "List them with: ascendia agent:versions",
    });
  }
  const flow = flowOf(agent);
  const body = flow === undefined ? undefined : await platform.getFlow(flow);
  if (flow === undefined || body === undefined) {
    throw new AscendiaError(
      "conflict",
      `Version ${version} of the agent ${agentId} does not use a conversation flow.`,
      {
        hint: "Go back to one that does: ascendia agent:rollback --to <version>",
      },
    );
  }
  return { agent, flow, content: { agent: agent.body, flow: body } };
}

/** The flow as recorded when the version was published and frozen. Asks Retell only for an unrecorded version. */
export async function flowOfVersion(
  agent: AgentReference,
  versions: Pick<AgentVersionStore, "find">,
  platform: () => Promise<Pick<AgentPlatform, "getVersion" | "getFlow">>,
): Promise<JsonObject> {
  const record = await versions.find(agent);
  if (record !== undefined && record.publishedAt !== null) return record.readBack.flow;
  const { content } = await readVersion(agent.agentId, agent.version, await platform());
  return content.flow;
}

export function flowOf({ flowId, flowVersion }: RemoteVersion): FlowReference | undefined {
  return flowId === undefined || flowVersion === undefined ? undefined : { flowId, version: flowVersion };
}

/** The newest version at Retell, draft or published. */
export function headOf({ draft, published }: LiveVersions): LiveVersion {
  const head = draft ?? published;
  if (head === undefined) throw new Error("an agent at Retell has at least one version");
  return head;
}

/**
 * The agent that agent:create made.
 * @throws not_configured when there is no such agent, or RETELL_MASTER_AGENT_ID names another
 */
export async function requireMasterAgent(
  namedId: string | null,
  agents: Pick<AgentStore, "master">,
): Promise<MasterAgent> {
  const master = await agents.master();
  if (master === undefined) {
    throw new AscendiaError("not_configured", "No master agent yet.", {
      hint: "Create it first: ascendia agent:create",
    });
  }
  if (namedId === null || namedId === master.agentId) return master;
  throw new AscendiaError(
    "not_configured",
    `RETELL_MASTER_AGENT_ID names ${namedId}, but the agent created here is ${master.agentId}.`,
    { hint: "Unset the variable, or use the database of the agent it names (--db)." },
  );
}

/**
 * The models of a version that Retell has replaced or is about to replace, each once. Empty for a version that no
 * longer exists.
 */
export async function replacedModels(
  agent: AgentReference,
  platform: Pick<AgentPlatform, "getVersion" | "getFlow">,
): Promise<readonly ModelReplacement[]> {
  const version = await platform.getVersion(agent);
  const flow = version === undefined ? undefined : flowOf(version);
  if (version === undefined || flow === undefined) return [];
  const content = { agent: version.body, flow: await platform.getFlow(flow) };
  const used = new Set(listedValues(content).flatMap(({ list, text }) => (list === "models" ? [text] : [])));
  return modelReplacements.filter(({ model }) => used.has(model));
}
