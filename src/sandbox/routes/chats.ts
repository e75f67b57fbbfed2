import { resolvePlaceholders } from "../../flow/placeholders.ts";
import * as z from "zod";
import { type SandboxApp, badRequest, newId, readVersionQuery, unknownId } from "../http/http.ts";
import { pageFields, pageRequest, toPage } from "../http/page.ts";
import { keptBody, readBody, readJsonObject } from "../http/request-body.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { responseEngine } from "../schemas/agent.ts";
import type { Queries } from "../store/database.ts";
import {
  findDocument,
  insertDocument,
  insertVersion,
  putTag,
  sliceDocuments,
  standardTags,
  tagsOf,
} from "../store/documents.ts";
import { pinEngine, presentAgent, requireAgentVersion } from "../workspace/agent.ts";
import { engineReference, requireEngineVersion } from "../workspace/engine.ts";
import { requireNumber } from "../workspace/phone-number.ts";

const chatAgent = z.strictObject({
  response_engine: responseEngine,
  agent_name: z.string().nullable().optional(),
  language: z.string().optional(),
  webhook_url: z.string().nullable().optional(),
  webhook_events: z.array(z.string()).nullable().optional(),
  data_storage_setting: z.enum(["everything", "everything_except_pii", "basic_attributes_only"]).optional(),
  end_chat_after_silence_ms: z.int().min(120_000).max(259_200_000).nullable().optional(),
});

const smsChat = z.strictObject({
  from_number: z.string().min(1),
  to_number: z.string().regex(/^\+[1-9]\d{6,14}$/u, { error: "must be a phone number in E.164 format" }),
  override_agent_id: z.string().min(1),
  override_agent_version: z.int().min(0).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  retell_llm_dynamic_variables: z.record(z.string(), z.string()).optional(),
});

const chatList = z.strictObject(pageFields);

type SmsChat = z.infer<typeof smsChat>;

/** Chat agents, as far as text messages need them, and chats that begin with a text message (docs/retell.md 9.6). */
export function addChatRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { database, options } = sandbox;

  app.post("/create-chat-agent", async (c) => {
    const body = keptBody(await readJsonObject(c), { schema: chatAgent }, options);
    return c.json(await database.write((queries) => createChatAgent(body, sandbox, queries)), 201);
  });

  app.get("/get-chat-agent/:id", async (c) => {
    const stored = await requireAgentVersion(c.req.param("id"), readVersionQuery(c), database.reads);
    return c.json(presentAgent(stored, await tagsOf(stored.id, database.reads)));
  });

  app.post("/create-sms-chat", async (c) => {
    const request = await readBody(c, { schema: smsChat }, options);
    return c.json(await database.write((queries) => createSmsChat(request, sandbox, queries)));
  });

  app.post("/v3/list-chats", async (c) => {
    const request = pageRequest(await readBody(c, { schema: chatList }, options), options);
    const slice = { ...request, limit: request.limit + 1 };
    const found = await sliceDocuments("chat", slice, database.reads);
    return c.json(toPage(found, request, { position: (one) => one.seq, item: (one) => one.body }));
  });

  app.get("/get-chat/:id", async (c) => {
    const chat = await findDocument({ kind: "chat", id: c.req.param("id") }, database.reads);
    if (chat === undefined) throw unknownId(422, `chat ${c.req.param("id")}`);
    return c.json(chat.body);
  });
}

async function createChatAgent(sent: JsonObject, { clock }: Sandbox, queries: Queries): Promise<JsonObject> {
  const at = clock.now();
  const body = await pinEngine({ language: "en-US", ...sent }, queries);
  const id = newId("agent");
  await insertDocument({ kind: "agent", id, body: { channel: "chat", next_version: 1 }, modifiedAt: at }, queries);
  await insertVersion({ kind: "agent", id, version: 0, baseVersion: null, body, modifiedAt: at }, queries);
  for (const tag of standardTags) {
    await putTag(id, { tag, version: null, dynamicVariables: {}, assignedAt: at }, queries);
  }
  return presentAgent({ id, version: 0, baseVersion: null, publishedAt: undefined, body, modifiedAt: at }, []);
}

async function createSmsChat(request: SmsChat, { clock }: Sandbox, queries: Queries): Promise<JsonObject> {
  const from = await requireNumber(request.from_number, queries);
  // Text messages can only be sent from US numbers (docs/retell.md 9.6).
  if (!/^\+1\d{10}$/u.test(from.id)) throw badRequest(`${from.id} cannot send text messages.`);
  const agentId = request.override_agent_id;
  const agent = await requireAgentVersion(agentId, request.override_agent_version, queries);
  const root = await findDocument({ kind: "agent", id: agentId }, queries);
  if (root?.body["channel"] !== "chat") throw badRequest(`The agent ${agentId} is not a chat agent.`);
  const variables = request.retell_llm_dynamic_variables ?? {};
  const chat = {
    chat_id: newId("chat"),
    agent_id: agentId,
    version: agent.version,
    chat_status: "ongoing",
    chat_type: "sms_chat",
    from_number: from.id,
    to_number: request.to_number,
    start_timestamp: clock.now(),
    metadata: request.metadata ?? {},
    retell_llm_dynamic_variables: variables,
    transcript: `Agent: ${resolvePlaceholders(await firstWords(agent.body, queries), (name) => variables[name])}\n`,
  };
  await insertDocument({ kind: "chat", id: chat.chat_id, body: chat, modifiedAt: clock.now() }, queries);
  return chat;
}

const startOf = z.object({
  start_node_id: z.string(),
  nodes: z.array(z.looseObject({ id: z.string(), instruction: z.object({ text: z.string() }).optional() })),
});

/** The first message of a flow that begins with a static text; the emulator has no model to word another one. */
async function firstWords(agent: JsonObject, queries: Queries): Promise<string> {
  const reference = engineReference(responseEngine.parse(agent["response_engine"]));
  if (reference === undefined) return "";
  const { body } = await requireEngineVersion(reference, 422, queries);
  const { data } = startOf.safeParse(body);
  return data?.nodes.find(({ id }) => id === data.start_node_id)?.instruction?.text ?? "";
}
