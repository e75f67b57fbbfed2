import type { FlowDefinition } from "../../flow/schema/flow.ts";
import { isObject } from "../../flow/unwrap-flow.ts";
import { type Digest, canonicalJson } from "../canonical-json.ts";
import type { AgentSettings } from "./agent.ts";
import type { AgentContent, AgentDefinition, FlowReference, JsonObject } from "./ports.ts";
import { type MasterTemplate, retellDefaults } from "./template.ts";

/** What is to exist at Retell; `hash` names this exact content, whatever the order of its keys. */
export interface DesiredAgent {
  readonly settings: AgentSettings;
  readonly flow: FlowDefinition;
  readonly hash: string;
}

export function desiredAgent({ agent, flow }: MasterTemplate, digest: Digest): DesiredAgent {
  return { settings: agent, flow, hash: digest(canonicalJson({ agent, flow })) };
}

/** Default variables by which a flow shows, at Retell, which creation and which template it comes from. */
export const flowMarks = { creation: "ascendia_mark", templateHash: "ascendia_template" } as const;

/** The exact body of create-conversation-flow. */
export function flowBody(desired: DesiredAgent, mark: string): FlowDefinition {
  const marks = { [flowMarks.creation]: mark, [flowMarks.templateHash]: desired.hash };
  return { ...desired.flow, default_dynamic_variables: { ...desired.flow.default_dynamic_variables, ...marks } };
}

/** The exact body of create-agent. The engine's version is pinned, so that publishing freezes what was checked. */
export function agentBody(desired: DesiredAgent, flow: FlowReference): AgentDefinition {
  return {
    ...desired.settings,
    response_engine: { type: "conversation-flow", conversation_flow_id: flow.flowId, version: flow.version },
  };
}

/** What Retell adds to a body, and what says where a version came from instead of how it behaves. */
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

/** The content of bodies as Retell shows them or as we send them; both spellings of one content come out equal. */
export function contentOf(bodies: AgentContent): AgentContent {
  const agent = Object.entries(without(bodies.agent, added.agent)).filter(([key, value]) => !isDefault(key, value));
  const { default_dynamic_variables: defaults, ...flow } = without(bodies.flow, added.flow);
  const own = isObject(defaults) ? without(defaults, marks) : {};
  return {
    agent: Object.fromEntries(agent),
    flow: Object.keys(own).length === 0 ? flow : { ...flow, default_dynamic_variables: own },
  };
}

function without(body: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => (names.has(key) || isUnset(value) ? [] : [[key, pruned(value)]])),
  );
}

/** Retell shows what is not set as null or leaves it out. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  return isObject(value) ? without(value, new Set()) : value;
}

function isUnset(value: unknown): boolean {
  return value === null || value === undefined;
}

function isDefault(key: string, value: unknown): boolean {
  return Object.hasOwn(retellDefaults, key) && JSON.stringify(retellDefaults[key]) === JSON.stringify(value);
}
