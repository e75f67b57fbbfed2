import type Retell from "retell-sdk";
import { isObject } from "../../../src/flow/parse/unwrap-flow.ts";

type Kind = "string" | "number" | "boolean" | "list" | "object" | "null";

type KindOf<T> = T extends string
  ? "string"
  : T extends number
    ? "number"
    : T extends boolean
      ? "boolean"
      : T extends null
        ? "null"
        : T extends readonly unknown[]
          ? "list"
          : "object";

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];

/** All required fields of an SDK type with their kinds, and the optional ones that the proof also requires. */
type FieldsOf<T> = { readonly [K in RequiredKeys<T>]: KindOf<T[K]> } & {
  readonly [K in keyof T]?: KindOf<NonNullable<T[K]>>;
};

export type Shape = Readonly<Record<string, Kind>>;

/** A table that compiles only if it has every field that the SDK's type requires, with the right kind. */
const shapeOf = <T>(fields: FieldsOf<T> & Shape): Shape => fields;

/** The fields that the SDK's type of a request requires; compiles only if none is missing. */
export const requiredOf = <T>(fields: { readonly [K in RequiredKeys<T>]: true }): readonly string[] =>
  Object.keys(fields);

export const agent = shapeOf<Retell.AgentResponse>({
  agent_id: "string",
  last_modification_timestamp: "number",
  response_engine: "object",
  version: "number",
  voice_id: "string",
});

export const listedAgent = shapeOf<Retell.AgentListResponse.Item>({
  agent_id: "string",
  agent_name: "string",
  channel: "string",
  tags: "object",
  user_modified_timestamp: "number",
});

export const listedVersion = shapeOf<Retell.AgentListVersionsResponse.Item>({
  is_published: "boolean",
  last_modification_timestamp: "number",
  version: "number",
});

export const chatAgent = shapeOf<Retell.ChatAgentResponse>({
  agent_id: "string",
  is_published: "boolean",
  last_modification_timestamp: "number",
  response_engine: "object",
  version: "number",
});

export const chat = shapeOf<Retell.ChatResponse>({ agent_id: "string", chat_id: "string", chat_status: "string" });

export const phoneNumber = shapeOf<Retell.PhoneNumberResponse>({
  last_modification_timestamp: "number",
  phone_number: "string",
  phone_number_type: "string",
});

export const llm = shapeOf<Retell.LlmResponse>({ last_modification_timestamp: "number", llm_id: "string" });

export const flow = shapeOf<Retell.ConversationFlowResponse>({
  conversation_flow_id: "string",
  last_modification_timestamp: "number",
  version: "number",
});

export const component = shapeOf<Retell.ConversationFlowComponentResponse>({
  conversation_flow_component_id: "string",
  name: "string",
  nodes: "list",
  user_modified_timestamp: "number",
});

export const phoneCall = shapeOf<Retell.PhoneCallResponse>({
  agent_id: "string",
  agent_version: "number",
  call_id: "string",
  call_status: "string",
  call_type: "string",
  direction: "string",
  from_number: "string",
  to_number: "string",
});

export const createdWebCall = shapeOf<Retell.CreateWebCallResponse>({
  access_token: "string",
  call_id: "string",
  expires_at: "number",
  ice_servers: "list",
  transport: "string",
});

export const success = shapeOf<Retell.CallUpdateLiveResponse>({ success: "boolean" });

export const batchCall = shapeOf<Retell.BatchCallResponse>({
  batch_call_id: "string",
  from_number: "string",
  name: "string",
  scheduled_timestamp: "number",
  total_task_count: "number",
});

export const voice = shapeOf<Retell.VoiceResponse>({
  gender: "string",
  provider: "string",
  voice_id: "string",
  voice_name: "string",
});

export const concurrency = shapeOf<Retell.ConcurrencyRetrieveResponse>({
  base_concurrency: "number",
  concurrency_limit: "number",
  current_concurrency: "number",
});

export const keyInfo = shapeOf<Retell.IdentityRetrieveResponse>({ api_key_name: "string", org_name: "string" });

export const testCase = shapeOf<Retell.TestCaseDefinitionResponse>({
  creation_timestamp: "number",
  dynamic_variables: "object",
  llm_model: "string",
  metrics: "list",
  name: "string",
  response_engine: "object",
  test_case_definition_id: "string",
  tool_mocks: "list",
  type: "string",
  user_modified_timestamp: "number",
  user_prompt: "string",
});

export const batchTest = shapeOf<Retell.BatchTestResponse>({
  creation_timestamp: "number",
  error_count: "number",
  fail_count: "number",
  pass_count: "number",
  response_engine: "object",
  status: "string",
  test_case_batch_job_id: "string",
  total_count: "number",
  user_modified_timestamp: "number",
});

export const testRun = shapeOf<Retell.TestCaseJobResponse>({
  creation_timestamp: "number",
  status: "string",
  test_case_definition_id: "string",
  test_case_definition_snapshot: "object",
  test_case_job_id: "string",
  user_modified_timestamp: "number",
});

/** The expected answer: nothing, an object, a page of objects, or a bare list of them. */
export type Answer = { readonly kind: "nothing" } | { readonly kind: "one" | "page" | "list"; readonly shape: Shape };

export const nothing: Answer = { kind: "nothing" };
export const one = (shape: Shape): Answer => ({ kind: "one", shape });
export const page = (shape: Shape): Answer => ({ kind: "page", shape });
export const list = (shape: Shape): Answer => ({ kind: "list", shape });

const pageShape: Shape = { has_more: "boolean", items: "list" };

/**
 * What is wrong with an answer, field by field; empty if nothing is. A list without an item proves nothing, so it is
 * wrong.
 */
export function wrongIn(answer: unknown, wanted: Answer): readonly string[] {
  if (wanted.kind === "nothing") return answer === undefined ? [] : ["the answer is not empty"];
  if (wanted.kind === "one") return wrongFields(answer, wanted.shape);
  const outer = wanted.kind === "page" ? wrongFields(answer, pageShape) : [];
  const inside: unknown = wanted.kind === "page" && isObject(answer) ? answer["items"] : answer;
  const items: readonly unknown[] = Array.isArray(inside) ? inside : [];
  if (items.length === 0) return [...outer, "the list is empty"];
  return [...outer, ...items.flatMap((item) => wrongFields(item, wanted.shape))];
}

function wrongFields(value: unknown, shape: Shape): readonly string[] {
  if (!isObject(value)) return [`the answer is ${kindOf(value)} instead of an object`];
  return Object.entries(shape)
    .filter(([field, kind]) => kindOf(value[field]) !== kind)
    .map(([field, kind]) => `${field} is ${kindOf(value[field])} instead of ${kind}`);
}

function kindOf(value: unknown): Kind | "missing" {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" ? type : "object";
}
