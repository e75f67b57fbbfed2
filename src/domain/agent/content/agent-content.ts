import { type ModelForm, inModelForm } from "../../../flow/parse/model-settings.ts";
import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import { LIVE_TRANSCRIPT } from "../../call/review/live-turns.ts";
import { type Digest, canonicalJson } from "../../canonical-json.ts";
import { contentOf, flowMarks, usualEvents } from "../bare-content.ts";
import type { AgentDefinition, FlowReference, JsonObject } from "../ports.ts";
import type { MasterTemplate } from "../template/template.ts";
import { knownPart } from "./unknown-content.ts";

/** The desired state at Retell; `hash` identifies this exact content, whatever the order of its keys. */
export interface DesiredAgent {
  /** Includes the name, by which agents are found. */
  readonly name: string;
  readonly settings: JsonObject;
  readonly flow: JsonObject;
  readonly hash: string;
  /** Where the template was read (`VersionRecord.templatePath`). */
  readonly source?: string | null;
}

/** The template's content, including unknown keys. */
export function desiredAgent({ agent, bodies }: MasterTemplate, digest: Digest): DesiredAgent {
  return { name: agent.agent_name, settings: bodies.agent, flow: bodies.flow, hash: digest(canonicalJson(bodies)) };
}

/** The template with an agent that also reports the transcript live (docs/retell.md 5.2). */
export function withLiveTranscripts(template: MasterTemplate): MasterTemplate {
  const { agent, bodies } = template;
  const { webhook_events: events } = agent;
  const all = [...new Set([...(events ?? usualEvents), LIVE_TRANSCRIPT])];
  const settings = { ...bodies.agent, webhook_events: all };
  return { ...template, agent: { ...agent, webhook_events: all }, bodies: { ...bodies, agent: settings } };
}

/** The same agent, with its model settings in the form that the account shows; the hash stays the same. */
export function withModelForm(desired: DesiredAgent, form: ModelForm | undefined): DesiredAgent {
  return form === undefined ? desired : { ...desired, flow: inModelForm(desired.flow, form) };
}

/** A flow from Retell or a file, prepared for creation: with unknown keys, and without them. */
export function flowToCreate(flow: JsonObject): { readonly whole: JsonObject; readonly known: JsonObject } {
  const content = contentOf({ agent: {}, flow });
  return { whole: content.flow, known: knownPart(content).flow };
}

/** The exact body of create-conversation-flow. */
export function flowBody(desired: DesiredAgent, mark: string): JsonObject {
  const marks = { [flowMarks.creation]: mark, [flowMarks.templateHash]: desired.hash };
  const { default_dynamic_variables: own } = desired.flow;
  return { ...desired.flow, default_dynamic_variables: { ...(isObject(own) ? own : {}), ...marks } };
}

/** The exact body of create-agent. Pins the engine's version, so that publishing freezes what was checked. */
export function agentBody(desired: DesiredAgent, flow: FlowReference): AgentDefinition {
  return {
    ...desired.settings,
    agent_name: desired.name,
    response_engine: { type: "conversation-flow", conversation_flow_id: flow.flowId, version: flow.version },
  };
}
