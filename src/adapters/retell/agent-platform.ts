import type Retell from "retell-sdk";
import * as z from "zod";
import type {
  AgentPlatform,
  FlowReference,
  ListedVersion,
  RemoteFlow,
  RemoteVersion,
  RetellTests,
  TestCase,
} from "../../domain/agent/ports.ts";
import { isUnknownId, retellCall, retellReply, numeral } from "./errors.ts";
import { type PageQuery, everyPage, allItems } from "./pages.ts";

const flowSchema = z
  .object({
    conversation_flow_id: z.string(),
    version: numeral,
    default_dynamic_variables: z.record(z.string(), z.string().nullable().catch(null)).nullish(),
  })
  .transform((flow): RemoteFlow => ({
    flowId: flow.conversation_flow_id,
    version: flow.version,
    defaults: textsOf(flow.default_dynamic_variables ?? {}),
  }));

function textsOf(values: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, text]) => (text === null ? [] : [[name, text]])));
}

const agentSchema = z
  .looseObject({
    agent_id: z.string(),
    version: numeral,
    agent_name: z.string().nullish(),
    is_published: z.boolean().nullish(),
    base_version: numeral.nullish(),
    assigned_tags: z.array(z.unknown()).nullish(),
    response_engine: z.object({ conversation_flow_id: z.string().nullish(), version: numeral.nullish() }),
  })
  .transform((agent): RemoteVersion => ({
    agentId: agent.agent_id,
    version: agent.version,
    name: agent.agent_name ?? "",
    isPublished: agent.is_published ?? false,
    flowId: agent.response_engine.conversation_flow_id ?? undefined,
    flowVersion: agent.response_engine.version ?? undefined,
    baseVersion: agent.base_version ?? null,
    tags: (agent.assigned_tags ?? []).filter((tag) => typeof tag === "string"),
    body: agent,
  }));

const listedVersionSchema = z
  .object({
    version: numeral,
    is_published: z.boolean(),
    base_version: numeral.nullish(),
    last_modification_timestamp: numeral.nullish(),
  })
  .transform((listed): ListedVersion => ({
    version: listed.version,
    isPublished: listed.is_published,
    baseVersion: listed.base_version ?? null,
    modifiedAt: listed.last_modification_timestamp ?? null,
  }));

const flowBodySchema = z.record(z.string(), z.unknown());

const listedAgentSchema = z
  .object({ agent_id: z.string(), agent_name: z.string().nullish() })
  .transform((agent) => ({ agentId: agent.agent_id, name: agent.agent_name ?? "" }));

/** Builds a path with encoded ids. */
function path(texts: TemplateStringsArray, ...ids: readonly string[]): string {
  return texts.map((text, index) => `${text}${encodeURIComponent(ids[index] ?? "")}`).join("");
}

/**
 * Sends bodies unchanged, through the SDK's untyped requests: the SDK's types freeze Retell's lists at one date and
 * would reject every newer value. Creates and changes are sent once (`maxRetries: 0`); the SDK retries reads
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
    listFlows: () => each("list the flows", flowSchema, (query) => client.conversationFlow.list(query)),
    createAgent: (body) =>
      retellReply("create the agent", agentSchema, () => client.post("/create-agent", { body, ...once })),
    updateAgent: async ({ agentId, version }, body) => {
      await retellCall(`update the agent ${agentId}`, () =>
        client.patch(path`/update-agent/${agentId}`, { query: { version }, body, ...once }),
      );
    },
    getAgent: (agentId, version) => getAgent(client, agentId, version),
    listAgents: () => each("list the agents", listedAgentSchema, (query) => client.agent.list(query)),
    publishAgent: async ({ agentId, version }) => {
      await retellCall(`publish the agent ${agentId}`, () => client.agent.publish(agentId, { version }, once));
    },
    getVersion: ({ agentId, version }) => getAgent(client, agentId, version),
    getFlow: (flow) => getFlow(client, flow),
    listVersions: (agentId) =>
      each(`list the versions of ${agentId}`, listedVersionSchema, (query) =>
        client.agent.listVersions(agentId, query),
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

async function* each<T>(
  what: string,
  item: z.ZodType<T>,
  ask: (query: PageQuery) => PromiseLike<unknown>,
): AsyncIterable<T> {
  for await (const items of everyPage(what, item, ask)) yield* items;
}

const createdFlow = z.object({ conversation_flow_id: z.string(), version: numeral });

const created = z.object({ test_case_definition_id: z.string() });

const batch = z.object({ test_case_batch_job_id: z.string(), status: z.string() });

const testRun = z.object({
  test_case_definition_id: z.string(),
  status: z.string(),
  result_explanation: z.string().nullish(),
});

export function retellTests(client: Retell): RetellTests {
  return {
    addFlow: async (body) => {
      const send = () => client.post("/create-conversation-flow", { body, maxRetries: 0 });
      const { conversation_flow_id: flowId, version } = await retellReply("create the flow", createdFlow, send);
      return { flowId, version };
    },
    deleteFlow: (flowId) =>
      retellCall(`delete the flow ${flowId}`, () => client.conversationFlow.delete(flowId, { force_delete: true })),
    createCase: async (flow, testCase) =>
      (
        await retellReply("create a test case", created, () =>
          client.tests.createTestCaseDefinition(caseBody(flow, testCase)),
        )
      ).test_case_definition_id,
    deleteCase: (id) => retellCall(`delete the test case ${id}`, () => client.tests.deleteTestCaseDefinition(id)),
    startBatch: async (flow, caseIds) =>
      (
        await retellReply("start the tests", batch, () =>
          client.tests.createBatchTest({ response_engine: engineOf(flow), test_case_definition_ids: [...caseIds] }),
        )
      ).test_case_batch_job_id,
    results: async (id) => {
      const { status } = await retellReply("read the tests", batch, () => client.tests.getBatchTest(id));
      return status === "complete" ? allRuns(client, id) : undefined;
    },
  };
}

function engineOf({ flowId, version }: FlowReference) {
  return { type: "conversation-flow", conversation_flow_id: flowId, version } as const;
}

function caseBody(flow: FlowReference, { name, prompt, metrics, variables, mocks }: TestCase) {
  return {
    name,
    response_engine: engineOf(flow),
    user_prompt: prompt,
    metrics: [...metrics],
    dynamic_variables: { ...variables },
    tool_mocks: mocks.map(({ tool, args, output, succeeds }) => ({
      tool_name: tool,
      input_match_rule: args === undefined ? ({ type: "any" } as const) : ({ type: "partial_match", args } as const),
      output,
      result: succeeds,
    })),
  };
}

async function allRuns(client: Retell, batchId: string) {
  const found = await allItems(
    everyPage("read the test runs", testRun, (query) => client.tests.listTestRuns(batchId, query)),
  );
  return found.map((run) => ({
    caseId: run.test_case_definition_id,
    status: run.status,
    explanation: run.result_explanation ?? null,
  }));
}
