import { type MasterTemplate, engineOptions } from "../domain/agent/template/template.ts";
import { AscendiaError } from "../errors.ts";
import { resolvePlaceholders } from "../flow/placeholders.ts";
import { announceCall } from "./run/scene.ts";
import type { SimulatedAgent, World } from "./world.ts";

/** The id and version to use for the agent; the flow and its settings are the template's. */
export interface AgentIdentity {
  readonly agentId: string;
  readonly version: number;
}

/** The agent that the template creates, as the interpreter needs it. */
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

interface DialledClinic {
  readonly clinicId: string;
  readonly phoneNumber: string;
}

/** What a clinic's caller hears first, and how long its inbound webhook took to answer. */
export async function firstWords(
  { clinicId, phoneNumber }: DialledClinic,
  world: World,
): Promise<{ readonly text: string; readonly webhookMs: number }> {
  const line = {
    callId: "call_first_words",
    fromNumber: "+14155550199",
    facts: { clinic: { id: clinicId }, phoneNumber },
  };
  const { answer, ms } = await announceCall(line, world);
  if (answer.kind !== "accepted") {
    throw new AscendiaError("failed", `The inbound webhook of clinic ${clinicId} did not accept the call.`, {
      detail: answer.kind === "bad" ? [answer.problem] : ["it rejected the call"],
    });
  }
  const { flow } = world.agent;
  const start = flow.nodes.find(({ id }) => id === flow.start_node_id);
  const instruction = start !== undefined && "instruction" in start ? start.instruction : undefined;
  const said = instruction !== undefined && "text" in instruction ? instruction.text : "";
  return { text: resolvePlaceholders(said, (name) => answer.variables[name]), webhookMs: Math.round(ms) };
}
