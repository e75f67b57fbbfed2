import { engineOptions } from "../agent/engine-options.ts";
import type { MasterTemplate } from "../agent/template.ts";
import type { SimulatedAgent } from "./ports.ts";

/** Which agent is said to call; the flow and its settings are the template's. */
export interface AgentIdentity {
  readonly agentId: string;
  readonly version: number;
}

/** The agent that the template makes, as the interpreter needs it. */
export function simulatedAgent({ agent, flow }: MasterTemplate, { agentId, version }: AgentIdentity): SimulatedAgent {
  return {
    agentId,
    version,
    agentName: agent.agent_name,
    flow,
    eventUrl: agent.webhook_url ?? "",
    analysis: (agent.post_call_analysis_data ?? []).flatMap((item) => (item.type === "system-presets" ? [] : [item])),
    options: engineOptions(agent),
  };
}
