import { type ModelForm, inModelForm, lastingModels } from "../../flow/model-settings.ts";
import { lastingModel } from "../../flow/schema/retell-lists.ts";
import { isObject } from "../../flow/unwrap-flow.ts";
import { type Digest, canonicalJson } from "../canonical-json.ts";
import type { AgentContent, AgentDefinition, FlowReference, JsonObject } from "./ports.ts";
import { type MasterTemplate, retellDefaults } from "./template.ts";

/** The desired state at Retell; `hash` identifies this exact content, whatever the order of its keys. */
export interface DesiredAgent {
  /** The name is among them; agents are found by it. */
  readonly name: string;
  readonly settings: JsonObject;
  readonly flow: JsonObject;
  readonly hash: string;
  /** Where it was read (VersionRecord.templatePath). */
  readonly source?: string | null;
}

/** What the template says, unknown keys included. */
export function desiredAgent({ agent, bodies }: MasterTemplate, digest: Digest): DesiredAgent {
  return { name: agent.agent_name, settings: bodies.agent, flow: bodies.flow, hash: digest(canonicalJson(bodies)) };
}

/** The same agent with its model settings in the form in which the account shows them; its hash stays. */
export function withModelForm(desired: DesiredAgent, form: ModelForm | undefined): DesiredAgent {
  return form === undefined ? desired : { ...desired, flow: inModelForm(desired.flow, form) };
}

/** Default variables that record, at Retell, which creation and which template a flow comes from. */
export const flowMarks = { creation: "ascendia_mark", templateHash: "ascendia_template" } as const;

/** The exact body of create-conversation-flow. */
export function flowBody(desired: DesiredAgent, mark: string): JsonObject {
  const marks = { [flowMarks.creation]: mark, [flowMarks.templateHash]: desired.hash };
  const { default_dynamic_variables: own } = desired.flow;
  return { ...desired.flow, default_dynamic_variables: { ...(isObject(own) ? own : {}), ...marks } };
}

/** The exact body of create-agent. The engine's version is pinned, so that publishing freezes what was checked. */
export function agentBody(desired: DesiredAgent, flow: FlowReference): AgentDefinition {
  return {
    ...desired.settings,
    agent_name: desired.name,
    response_engine: { type: "conversation-flow", conversation_flow_id: flow.flowId, version: flow.version },
  };
}

/** Fields that Retell adds to a body, and fields about a version's origin instead of its behaviour. */
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

/** The content of bodies as Retell shows them or as we send them; both forms of one content compare equal. */
export function contentOf(bodies: AgentContent): AgentContent {
  const agent = Object.entries(without(bodies.agent, added.agent)).filter(([key, value]) => !isDefault(key, value));
  const { default_dynamic_variables: defaults, ...flow } = without(bodies.flow, added.flow);
  const own = isObject(defaults) ? without(defaults, marks) : {};
  return {
    agent: Object.fromEntries(agent),
    flow: Object.keys(own).length === 0 ? flow : { ...flow, default_dynamic_variables: own },
  };
}

/** Of a component within a flow; they change with every write. */
const addedToComponents = new Set([
  "user_modified_timestamp",
  "last_modification_timestamp",
  "linked_conversation_flow_ids",
]);

/** What Retell takes for a key of a node that is not given. */
const nodeDefaults: Readonly<Record<string, unknown>> = { skippable: false };

/**
 * The content in the one spelling in which contents are compared: both forms of model settings are one, a model that
 * Retell replaces has the name it will have, and what changes by itself is left out.
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
