import { lastingModels } from "../../flow/parse/model-settings.ts";
import { lastingModel } from "../../flow/schema/retell-lists.ts";
import { isObject } from "../../flow/parse/unwrap-flow.ts";
import type { AgentContent, JsonObject } from "./ports.ts";
import { canonicalJson } from "../canonical-json.ts";

/** The events that Retell reports if `webhook_events` is not set. */
export const usualEvents: readonly string[] = ["call_started", "call_ended", "call_analyzed"];

/** Retell's defaults for unset agent settings (docs/retell.md 2.1). */
export const retellDefaults: Readonly<Record<string, unknown>> = {
  language: "en-US",
  webhook_events: usualEvents,
  webhook_timeout_ms: 10_000,
  post_call_analysis_model: "gpt-4.1",
  max_call_duration_ms: 3_600_000,
  end_call_after_silence_ms: 600_000,
  ring_duration_ms: 30_000,
  begin_message_delay_ms: 0,
  reminder_trigger_ms: 10_000,
  reminder_max_count: 1,
  responsiveness: 1,
  interruption_sensitivity: 1,
  enable_dynamic_responsiveness: false,
  enable_dynamic_voice_speed: false,
  enable_backchannel: false,
  backchannel_frequency: 0.8,
  voice_speed: 1,
  voice_temperature: 1,
  volume: 1,
  ambient_sound_volume: 1,
  stt_mode: "fast",
  denoising_mode: "noise-cancellation",
  allow_user_dtmf: true,
  allow_dtmf_interruption: false,
  data_storage_setting: "everything",
  signed_url_expiration_ms: 86_400_000,
  timezone: "America/Los_Angeles",
  vocab_specialization: "general",
};

/** Default variables that record at Retell which creation and which template a flow comes from. */
export const flowMarks = { creation: "ascendia_mark", templateHash: "ascendia_template" } as const;

/** Fields that Retell adds to a body, and fields about a version's origin rather than its behaviour. */
const added = {
  agent: new Set([
    "agent_id",
    "version",
    "base_version",
    "is_published",
    "assigned_tags",
    "last_modification_timestamp",
    "channel",
    "response_engine",
    "version_title",
    "version_description",
  ]),
  flow: new Set(["conversation_flow_id", "version", "base_version", "is_published", "last_modification_timestamp"]),
};

const marks: ReadonlySet<string> = new Set(Object.values(flowMarks));

/** The content of bodies, whether Retell shows them or we send them: both forms of the same content compare equal. */
export function contentOf(bodies: AgentContent): AgentContent {
  const agent = Object.entries(without(bodies.agent, added.agent)).filter(([key, value]) => !isDefault(key, value));
  const { default_dynamic_variables: defaults, ...flow } = without(bodies.flow, added.flow);
  const own = isObject(defaults) ? without(defaults, marks) : {};
  return {
    agent: Object.fromEntries(agent),
    flow: Object.keys(own).length === 0 ? flow : { ...flow, default_dynamic_variables: own },
  };
}

/** Fields that Retell adds to a flow's components; they change with every write. */
const addedToComponents = new Set([
  "user_modified_timestamp",
  "last_modification_timestamp",
  "linked_conversation_flow_ids",
]);

/** Retell's defaults for missing keys of a node. */
const nodeDefaults: Readonly<Record<string, unknown>> = { skippable: false };

/**
 * The content normalised for comparison: both forms of model settings become one, a model that Retell will replace gets
 * its successor's name, and fields that change by themselves are left out.
 */
export function comparableContent(bodies: AgentContent): AgentContent {
  const { agent, flow } = contentOf(bodies);
  const model = agent["post_call_analysis_model"];
  return {
    agent: { ...agent, ...(typeof model === "string" && { post_call_analysis_model: lastingModel(model) }) },
    flow: lastingModels(graphContent(flow)),
  };
}

function graphContent(graph: JsonObject): JsonObject {
  const { nodes, components } = graph;
  return {
    ...graph,
    ...(Array.isArray(nodes) && { nodes: nodes.map((node: unknown) => (isObject(node) ? nodeContent(node) : node)) }),
    ...(Array.isArray(components) && {
      components: components.map((one: unknown) =>
        isObject(one) ? graphContent(without(one, addedToComponents)) : one,
      ),
    }),
  };
}

function nodeContent(node: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(node).filter(([key, value]) => nodeDefaults[key] !== value || value === undefined),
  );
}

function without(body: JsonObject, names: ReadonlySet<string>): JsonObject {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    if (!names.has(key) && !isUnset(value)) define(kept, key, pruned(value));
  }
  return kept;
}

/** A hostile body may have the key "__proto__". */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(object, key, { value, enumerable: true, configurable: true });
  else object[key] = value;
}

const noNames: ReadonlySet<string> = new Set();

/** Retell shows unset fields as null or omits them. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  return isObject(value) ? without(value, noNames) : value;
}

function isUnset(value: unknown): boolean {
  return value === null || value === undefined;
}

function isDefault(key: string, value: unknown): boolean {
  return Object.hasOwn(retellDefaults, key) && JSON.stringify(retellDefaults[key]) === JSON.stringify(value);
}

/** Each leaf of a content by its path (`flow.nodes[greeting].instruction.text`), with its value as canonical JSON. */
export function contentLeaves(content: AgentContent): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  for (const [part, value] of Object.entries(content)) addLeaves(part, value, leaves);
  return leaves;
}

/**
 * The leaves of several contents, without the places whose values `areAlike` accepts as equal. Two versions are nearly
 * identical, and naming their ten thousand leaves takes ten times as long as comparing them.
 */
export function leavesWhereUnlike(
  contents: readonly (AgentContent | undefined)[],
  areAlike: (values: readonly unknown[]) => boolean,
): readonly ReadonlyMap<string, string>[] {
  const leaves = contents.map(() => new Map<string, string>());
  const add = (path: string, values: readonly unknown[]): void => {
    if (areAlike(values)) return;
    const parts = partsOf(path, values);
    for (const [place, within] of parts ?? []) add(place, within);
    for (const [index, value] of values.entries()) {
      const own = leaves[index];
      if (value === undefined || own === undefined) continue;
      if (parts === undefined) addLeaves(path, value, own);
      else if (Array.isArray(value)) own.set(`${path} (order)`, orderOf(value));
      else if (isObject(value) && Object.keys(value).length === 0) own.set(path, "{}");
    }
  };
  add(
    "agent",
    contents.map((content) => content?.agent),
  );
  add(
    "flow",
    contents.map((content) => content?.flow),
  );
  return leaves;
}

function orderOf(list: readonly unknown[]): string {
  return canonicalJson([...(keyedItems(list)?.keys() ?? [])]);
}

/** The members of values that are all objects, or all lists of named items; undefined if their kinds differ. */
function partsOf(path: string, values: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> | undefined {
  const there = values.filter((value) => value !== undefined);
  const areLists = there.every((value) => Array.isArray(value));
  const sides = values.map((value) => {
    if (areLists && Array.isArray(value)) return keyedItems(value);
    return isObject(value) ? new Map(Object.entries(value)) : undefined;
  });
  const known = sides.filter((side) => side !== undefined);
  if (known.length < there.length) return undefined;
  const keys = new Set<string>();
  for (const side of known) for (const key of side.keys()) keys.add(key);
  return new Map(
    [...keys].map((key) => [areLists ? `${path}[${key}]` : `${path}.${key}`, sides.map((side) => side?.get(key))]),
  );
}

function addLeaves(path: string, value: unknown, leaves: Map<string, string>): void {
  if (Array.isArray(value)) return addLeavesOfList(path, value, leaves);
  if (!isObject(value)) {
    leaves.set(path, canonicalJson(value));
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) leaves.set(path, "{}");
  for (const [key, item] of entries) addLeaves(`${path}.${key}`, item, leaves);
}

/** The order of named items is a leaf of its own, because edges are tried in order. */
function addLeavesOfList(path: string, list: readonly unknown[], leaves: Map<string, string>): void {
  const keyed = keyedItems(list);
  if (keyed !== undefined) {
    for (const [key, item] of keyed) addLeaves(`${path}[${key}]`, item, leaves);
    leaves.set(`${path} (order)`, canonicalJson([...keyed.keys()]));
    return;
  }
  if (!list.some((item) => isObject(item))) {
    leaves.set(path, canonicalJson(list));
    return;
  }
  for (const [index, item] of list.entries()) addLeaves(`${path}[${index}]`, item, leaves);
}

/** The field that identifies the items of a list: nodes, edges and examples by id, tools and variables by name. */
const keyFields = ["id", "tool_id", "name"] as const;

/** The items of a list by name; undefined when a name is missing or duplicated. */
export function keyedItems(list: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  for (const field of keyFields) {
    const keyed = itemsByField(list, field);
    if (keyed !== undefined) return keyed;
  }
  return undefined;
}

function itemsByField(list: readonly unknown[], field: string): ReadonlyMap<string, unknown> | undefined {
  const keyed = new Map<string, unknown>();
  for (const item of list) {
    const name = isObject(item) ? item[field] : undefined;
    if (typeof name !== "string" || name === "" || keyed.has(name)) return undefined;
    keyed.set(name, item);
  }
  return keyed.size === 0 ? undefined : keyed;
}
