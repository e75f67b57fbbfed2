import * as z from "zod";
import type { CallRecords, PlayableAgent } from "../call-player.ts";
import { type VersionReference, newId, unknownId } from "../http/http.ts";
import { type JsonObject, isJsonObject, withoutUndefined } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { responseEngine } from "../schemas/agent.ts";
import type { CallFilter, PlainFilter, ValueFilter } from "../schemas/call.ts";
import type { Queries } from "../store/database.ts";
import {
  type StoredDocument,
  type StoredVersion,
  findDocument,
  insertDocument,
  replaceDocument,
  tagsOf,
} from "../store/documents.ts";
import { takeAttempt } from "../store/records.ts";
import { requireAgentVersion, resolveAgentVersion } from "./agent.ts";
import { engineReference, findEngineVersion } from "./engine.ts";

const jsonObject = z.record(z.string(), z.unknown());

/** The call object as Retell presents it (docs/retell.md 5.4), and what only the emulator knows. */
const callRecord = z.strictObject({
  call: jsonObject,
  origin: z.enum(["create", "register", "web", "batch"]),
  created_at: z.int(),
  agent_override: jsonObject.optional(),
  batch_call_id: z.string().optional(),
  idempotency_key: z.string().optional(),
});

export type CallRecord = z.infer<typeof callRecord>;

export function callRecordOf(document: StoredDocument): CallRecord {
  return callRecord.parse(document.body);
}

/** A dial-to-SIP call must arrive within 5 minutes, a web call within 30 s (docs/retell.md 9.3, 9.5). */
const lapses: Readonly<Record<string, { readonly afterMs: number; readonly reason: string } | undefined>> = {
  register: { afterMs: 300_000, reason: "registered_call_timeout" },
  web: { afterMs: 30_000, reason: "error_user_not_joined" },
};

export function presentCall({ call, origin, created_at: createdAt }: CallRecord, now: number): JsonObject {
  const lapse = lapses[origin];
  if (call["call_status"] !== "registered" || lapse === undefined || now - createdAt <= lapse.afterMs) return call;
  return { ...call, call_status: "error", disconnection_reason: lapse.reason };
}

export async function requireCall(callId: string, status: 404 | 422, queries: Queries): Promise<CallRecord> {
  const document = await findDocument({ kind: "call", id: callId }, queries);
  if (document === undefined) throw unknownId(status, `call ${callId}`);
  return callRecordOf(document);
}

/** Merges `fields` into the call object. */
export async function changeCall(
  { callId, fields }: { readonly callId: string; readonly fields: JsonObject },
  sandbox: Sandbox,
  queries: Queries,
): Promise<CallRecord> {
  const record = await requireCall(callId, 422, queries);
  const changed = { ...record, call: { ...record.call, ...fields } };
  await replaceDocument({ kind: "call", id: callId, body: changed, modifiedAt: sandbox.clock.now() }, queries);
  return changed;
}

/** How a call player reads and changes stored calls. */
export function callRecords(sandbox: Sandbox): CallRecords {
  return {
    read: async (callId) => {
      const document = await findDocument({ kind: "call", id: callId }, sandbox.database.reads);
      if (document === undefined) return undefined;
      const { call, agent_override: agentOverride } = callRecordOf(document);
      return { call, agentOverride };
    },
    change: async (callId, fields) => {
      await sandbox.database.write((queries) => changeCall({ callId, fields }, sandbox, queries));
    },
    agentOf: (call) => playableAgent(call, sandbox.database.reads),
    takeAttempt: (toNumber) => sandbox.database.write((queries) => takeAttempt(toNumber, queries)),
  };
}

const pinned = z.looseObject({ agent_id: z.string(), agent_version: z.int() });

async function playableAgent(call: JsonObject, queries: Queries): Promise<PlayableAgent | undefined> {
  const { agent_id: agentId, agent_version: version } = pinned.parse(call);
  const found = await resolveAgentVersion(agentId, version, queries);
  if (found === undefined) return undefined;
  const reference = engineReference(responseEngine.parse(found.body["response_engine"]));
  const engine = reference === undefined ? undefined : await findEngineVersion(reference, queries);
  return { agent: found.body, engine: engine?.body };
}

/** Paths of filters in a call object; all others use the field of the same name. */
const places: Readonly<Record<string, readonly string[]>> = {
  call_successful: ["call_analysis", "call_successful"],
  combined_cost: ["call_cost", "combined_cost"],
  custom_analysis_data: ["call_analysis", "custom_analysis_data"],
  dynamic_variables: ["retell_llm_dynamic_variables"],
  e2e_latency_p50: ["latency", "e2e", "p50"],
  in_voicemail: ["call_analysis", "in_voicemail"],
  user_sentiment: ["call_analysis", "user_sentiment"],
};

/** Whether a call, with its `batch_call_id` added, matches every filter. */
export function matchesCall(call: JsonObject, filter: CallFilter): boolean {
  const { agent, tool_calls: tools = [], ...others } = filter;
  if (agent !== undefined && !agent.some((one) => isAgent(call, one))) return false;
  if (!tools.every((wanted) => toolCallsOf(call).some((made) => isToolCall(made, wanted)))) return false;
  return Object.entries(others).every(([name, wanted]) => {
    const value = valueAt(call, places[name] ?? [name]);
    return [wanted].flat().every((one) => one === undefined || matchesValue(keyedValue(value, one), one));
  });
}

function isAgent(call: JsonObject, { agent_id: id, version }: NonNullable<CallFilter["agent"]>[number]): boolean {
  return call["agent_id"] === id && (version === undefined || version.some((one) => one === call["agent_version"]));
}

const toolItem = z.looseObject({
  role: z.string(),
  tool_call_id: z.string().optional(),
  name: z.string().optional(),
  successful: z.boolean().optional(),
});

/** Calls in the emulator call custom functions only, and record no times for them. */
function toolCallsOf(call: JsonObject): readonly JsonObject[] {
  const said = z.array(toolItem).safeParse(call["transcript_with_tool_calls"]);
  const items = said.success ? said.data : [];
  return items
    .filter(({ role }) => role === "tool_call_invocation")
    .map(({ name, tool_call_id: id }) => {
      const result = items.find((item) => item.role === "tool_call_result" && item.tool_call_id === id);
      return { name, type: "custom", success: result?.successful };
    });
}

function isToolCall(
  made: JsonObject,
  { name, type, success, latency_ms: latency }: NonNullable<CallFilter["tool_calls"]>[number],
): boolean {
  return (
    (name === undefined || made["name"] === name) &&
    (type === undefined || made["type"] === type) &&
    (success === undefined || made["success"] === success.value) &&
    latency === undefined
  );
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isJsonObject(at) ? at[key] : undefined), value);
}

function keyedValue(value: unknown, filter: ValueFilter | PlainFilter): unknown {
  return "key" in filter ? valueAt(value, [filter.key]) : value;
}

function matchesValue(value: unknown, filter: ValueFilter | PlainFilter): boolean {
  if (filter.type === "present") return (value !== undefined && value !== null) === (filter.op === "pr");
  if (filter.type === "string") return typeof value === "string" && compareText[filter.op](value, filter.value);
  if (filter.type === "number") return typeof value === "number" && compareNumber[filter.op](value, filter.value);
  if (filter.type === "boolean") return value === filter.value;
  if (filter.type === "enum") return filter.value.some((one) => one === value);
  const [low, high] = filter.value;
  return typeof value === "number" && value >= low && value <= high;
}

const compareText = {
  eq: (value: string, wanted: string) => value === wanted,
  ne: (value: string, wanted: string) => value !== wanted,
  sw: (value: string, wanted: string) => value.startsWith(wanted),
  ew: (value: string, wanted: string) => value.endsWith(wanted),
  co: (value: string, wanted: string) => value.includes(wanted),
} as const;

const compareNumber = {
  eq: (value: number, wanted: number) => value === wanted,
  ne: (value: number, wanted: number) => value !== wanted,
  gt: (value: number, wanted: number) => value > wanted,
  ge: (value: number, wanted: number) => value >= wanted,
  lt: (value: number, wanted: number) => value < wanted,
  le: (value: number, wanted: number) => value <= wanted,
} as const;

export interface NewCall {
  readonly agentId: string;
  readonly agentVersion: VersionReference | undefined;
  readonly origin: CallRecord["origin"];
  /** The call object's fields except agent, id and status. */
  readonly fields: JsonObject;
  readonly record: Pick<CallRecord, "batch_call_id" | "idempotency_key" | "agent_override">;
}

type CalledAgent = Pick<StoredVersion, "id" | "version" | "body">;

/** The agent version of a new call. If ids are not checked, an unknown agent has no settings. */
export async function calledAgent(
  { agentId, agentVersion }: Pick<NewCall, "agentId" | "agentVersion">,
  { options }: Sandbox,
  queries: Queries,
): Promise<CalledAgent> {
  if (options.wordedRules === "apply") return requireAgentVersion(agentId, agentVersion, queries);
  const unknown = { id: agentId, version: typeof agentVersion === "number" ? agentVersion : 0, body: {} };
  return (await resolveAgentVersion(agentId, agentVersion, queries)) ?? unknown;
}

/** Stores a call as `registered` and fixes its agent version and tag. */
export async function storeNewCall(newCall: NewCall, sandbox: Sandbox, queries: Queries): Promise<CallRecord> {
  const agent = await calledAgent(newCall, sandbox, queries);
  const tags = (await tagsOf(agent.id, queries)).map((tag) => ({ name: tag.tag, version: tag.version }));
  const named = tags.find((tag) => tag.name === newCall.agentVersion);
  const preferred = tags.find((tag) => tag.version === agent.version);
  const createdAt = sandbox.clock.now();
  const call = withoutUndefined({
    call_id: newId("call"),
    agent_id: agent.id,
    agent_version: agent.version,
    agent_name: agent.body["agent_name"] ?? undefined,
    agent_tag: (named ?? preferred)?.name ?? null,
    call_status: "registered",
    data_storage_setting: agent.body["data_storage_setting"] ?? "everything",
    opt_in_signed_url: agent.body["opt_in_signed_url"] ?? false,
    ...newCall.fields,
  });
  const record = { call, origin: newCall.origin, created_at: createdAt, ...newCall.record };
  const id = String(call["call_id"]);
  await insertDocument({ kind: "call", id, body: record, modifiedAt: createdAt }, queries);
  return record;
}
