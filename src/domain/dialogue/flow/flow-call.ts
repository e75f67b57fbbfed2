import type { DynamicVariables } from "../../call/caller-variables.ts";
import type { Flow } from "../../flow/flow.ts";
import { resolvePlaceholders } from "../../flow/placeholders.ts";
import type { FlowCall } from "../../flow/session/state.ts";
import type { DialogueCall } from "../ports.ts";

/** The start node's static text: what the caller hears before anything was thought. */
export function greetingOf(flow: Flow, facts: DynamicVariables): string {
  const start = flow.nodes.find(({ id }) => id === flow.start_node_id);
  const instruction = start !== undefined && "instruction" in start ? start.instruction : undefined;
  const isStatic = instruction?.type === "static_text";
  return isStatic ? resolvePlaceholders(instruction.text, (name) => facts[name]) : (facts["phrase_greeting"] ?? "");
}

/** The call as the flow knows it, from what is known of its line by now. */
export function flowCall({ facts, line }: Pick<DialogueCall, "facts" | "line">): FlowCall {
  const { callId, type, direction, agentId, clinicNumber, patientNumber, variables, metadata, startedAt } = line();
  const [fromNumber, toNumber] =
    direction === "outbound" ? [clinicNumber, patientNumber] : [patientNumber, clinicNumber];
  return {
    callId,
    agentId: agentId ?? "",
    type,
    ...(direction !== null && { direction }),
    ...(fromNumber !== null && { fromNumber }),
    ...(toNumber !== null && { toNumber }),
    startedAt,
    variables: withCallVariables(facts, variables),
    ...(metadata !== undefined && { metadata }),
  };
}

/** A call's own variables say what the clinic's facts leave open, such as why an outbound call is made; they change none. */
function withCallVariables(facts: DynamicVariables, variables: DynamicVariables): DynamicVariables {
  const open = Object.entries(variables).filter(([name]) => (facts[name] ?? "") === "");
  return { ...facts, ...Object.fromEntries(open) };
}
