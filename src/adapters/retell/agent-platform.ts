import type Retell from "retell-sdk";
import * as z from "zod";
import type {
  AgentPlatform,
  FlowReference,
  ListedVersion,
  RemoteFlow,
  RemoteVersion,
} from "../../domain/agent/ports.ts";
import { isUnknownId, retellCall, retellReply } from "./errors.ts";

const flowSchema = z
  .object({
    conversation_flow_id: z.string(),
    version: z.number(),
    default_dynamic_variables: z.record(z.string(), z.string()).nullish(),
  })
  .transform((flow): RemoteFlow => ({
    flowId: flow.conversation_flow_id,
    version: flow.version,
    defaults: flow.default_dynamic_variables ?? {},
  }));

const agentSchema = z
  .looseObject({
    agent_id: z.string(),
    version: z.number(),
    agent_name: z.string().nullish(),
    is_published: z.boolean().optional(),
    base_version: z.number().nullish(),
    assigned_tags: z.array(z.string()).nullish(),
    response_engine: z.object({ conversation_flow_id: z.string().optional(), version: z.number().nullish() }),
  })
  .transform((agent): RemoteVersion => ({
    agentId: agent.agent_id,
    version: agent.version,
    name: agent.agent_name ?? "",
    isPublished: agent.is_published ?? false,
    flowId: agent.response_engine.conversation_flow_id,
    flowVersion: agent.response_engine.version ?? undefined,
    baseVersion: agent.base_version ?? null,
    tags: agent.assigned_tags ?? [],
    body: agent,
  }));

const listedVersionSchema = z
  .object({
    version: z.number(),
    is_published: z.boolean(),
    base_version: z.number().nullish(),
    last_modification_timestamp: z.number(),
  })
  .transform((listed): ListedVersion => ({
    version: listed.version,
    isPublished: listed.is_published,
    baseVersion: listed.base_version ?? null,
    modifiedAt: listed.last_modification_timestamp,
  }));

const flowBodySchema = z.record(z.string(), z.unknown());

const listedAgentSchema = z
  .object({ agent_id: z.string(), agent_name: z.string().nullish() })
  .transform((agent) => ({ agentId: agent.agent_id, name: agent.agent_name ?? "" }));

interface Page<T> {
  readonly items: readonly T[];
  readonly has_more: boolean;
  readonly pagination_key?: string | undefined;
}

type PageQuery = { readonly limit: number; readonly pagination_key?: string };

const largestPage = 1000;

/** A path with its ids encoded. */
function path(texts: TemplateStringsArray, ...ids: readonly string[]): string {
  return texts.map((text, index) => `${text}${encodeURIComponent(ids[index] ?? "")}`).join("");
}

/**
 * Sends bodies as they are, through the SDK's untyped requests: the SDK's types freeze Retell's lists at one date and
 * would reject every newer value. Creates and changes are sent once (`maxRetries: 0`); the SDK repeats reads
 * (docs/retell.md 12.4).
 */
export function retellAgentPlatform(client: Retell): AgentPlatform {
  const once = { maxRetries: 0 };
  return {
    createFlow: (body) =>
      retellReply("create the flow", flowSchema, () => client.post("/create-conversation-flow", { body, ...once })),
    updateFlow: async ({ flowId, version }, body) => {
      await retellCall(`update the flow ${flowId}`, () =>
        client.patch(path`/update-conversation-flow/${flowId}`, { query: { version }, body, ...once }),
      );
    },
    listFlows: () =>
      allPages(flowSchema, (page, query) =>
        retellReply("list the flows", page, () => client.conversationFlow.list(query)),
      ),
    createAgent: (body) =>
      retellReply("create the agent", agentSchema, () => client.post("/create-agent", { body, ...once })),
    updateAgent: async ({ agentId, version }, body) => {
      await retellCall(`update the agent ${agentId}`, () =>
        client.patch(path`/update-agent/${agentId}`, { query: { version }, body, ...once }),
      );
    },
    getAgent: (agentId, version) => getAgent(client, agentId, version),
    listAgents: () =>
      allPages(listedAgentSchema, (page, query) =>
        retellReply("list the agents", page, () => client.agent.list(query)),
      ),
    publishAgent: async ({ agentId, version }) => {
      await retellCall(`publish the agent ${agentId}`, () => client.agent.publish(agentId, { version }, once));
    },
    getVersion: ({ agentId, version }) => getAgent(client, agentId, version),
    getFlow: (flow) => getFlow(client, flow),
    listVersions: (agentId) =>
      allPages(listedVersionSchema, (page, query) =>
        retellReply(`list the versions of ${agentId}`, page, () => client.agent.listVersions(agentId, query)),
      ),
    createVersion: async ({ agentId, version }) => {
      const body = { base_version: version };
      return retellReply(`make a version of ${agentId}`, agentSchema, () =>
        client.agent.createVersion(agentId, body, once),
      );
    },
  };
}

function getAgent(client: Retell, agentId: string, version?: number): Promise<RemoteVersion | undefined> {
  const query = version === undefined ? {} : { version };
  return unlessUnknown(() =>
    retellReply(`read the agent ${agentId}`, agentSchema, () => client.agent.retrieve(agentId, query)),
  );
}

function getFlow(
  client: Retell,
  { flowId, version }: FlowReference,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  return unlessUnknown(() =>
    retellReply(`read the flow ${flowId}`, flowBodySchema, () => client.conversationFlow.retrieve(flowId, { version })),
  );
}

async function unlessUnknown<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isUnknownId(error)) return undefined;
    throw error;
  }
}

/** The SDK does not paginate (docs/retell.md 12.2). */
async function* allPages<T>(
  item: z.ZodType<T>,
  fetchPage: (page: z.ZodType<Page<T>>, query: PageQuery) => Promise<Page<T>>,
): AsyncIterable<T> {
  const schema = z.object({ items: z.array(item), has_more: z.boolean(), pagination_key: z.string().optional() });
  let query: PageQuery | undefined = { limit: largestPage };
  while (query !== undefined) {
    const page: Page<T> = await fetchPage(schema, query);
    yield* page.items;
    const key: string | undefined = page.has_more ? page.pagination_key : undefined;
    query = key === undefined ? undefined : { limit: largestPage, pagination_key: key };
  }
}
