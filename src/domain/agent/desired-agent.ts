import type { FlowDefinition } from "../flow/schema/flow.ts";
import type { AgentSettings } from "./agent-settings.ts";
import { canonicalJson } from "../canonical-json.ts";
import type { Digest } from "../digest.ts";
import type { AgentDefinition, FlowReference } from "./ports.ts";
import type { MasterTemplate } from "./template.ts";

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
