import type { Flow } from "../../../flow/flow.ts";
import { resolvePlaceholders } from "../../../flow/placeholders.ts";
import type { ToolCall, ToolOutcome, ToolRunner } from "../../../flow/ports.ts";
import type { FlowCall } from "../../../flow/session/state.ts";
import type { DynamicVariables } from "../../call/line/caller-variables.ts";
import { canonicalJson } from "../../canonical-json.ts";
import type { FlowDialogueState } from "./flow-state.ts";
import type { DialogueCall, Move, RunFunction } from "../ports.ts";

/** The start node's static text: the first words the caller hears, before anything is computed. */
export function greetingOf(flow: Flow, facts: DynamicVariables): string {
  const start = flow.nodes.find(({ id }) => id === flow.start_node_id);
  const instruction = start !== undefined && "instruction" in start ? start.instruction : undefined;
  const isStatic = instruction?.type === "static_text";
  return isStatic ? resolvePlaceholders(instruction.text, (name) => facts[name]) : (facts["phrase_greeting"] ?? "");
}

/** The call as the flow sees it, from what is known about its line so far. */
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

/** The call's own variables (such as an outbound call's purpose) only fill in what the clinic's facts leave empty. */
function withCallVariables(facts: DynamicVariables, variables: DynamicVariables): DynamicVariables {
  const open = Object.entries(variables).filter(([name]) => (facts[name] ?? "") === "");
  return { ...facts, ...Object.fromEntries(open) };
}

interface ToolPorts {
  readonly runFunction: RunFunction;
  readonly state: Pick<FlowDialogueState, "done" | "toolCalls">;
  /** Called before waiting for a tool, so that words produced so far are spoken in the meantime. */
  readonly flush: () => void;
  readonly push: (move: Move) => void;
}

/**
 * The clinic's functions as the flow's tools. When Retell repeats a turn that was cut off, a tool that succeeded is not
 * run a second time; one that failed is.
 */
export function callTools({ runFunction, state, flush, push }: ToolPorts): ToolRunner {
  const run = async ({ name, args: rawArgs, kind }: ToolCall): Promise<ToolOutcome> => {
    if (kind !== "custom") return { ok: false, content: `${kind} tools are not run here`, ms: 0 };
    const args = canonicalJson(rawArgs);
    const known = state.done.find((tool) => tool.name === name && tool.args === args);
    if (known !== undefined) return { ok: true, content: known.content, ms: 0 };
    state.toolCalls += 1;
    const toolCallId = `tool_call_${state.toolCalls}`;
    push({ kind: "tool", toolCallId, name, args: JSON.stringify(rawArgs) });
    const { content, ok } = await runFunction(name, rawArgs);
    if (ok) state.done.push({ name, args, content });
    push({ kind: "tool_result", toolCallId, content, ok });
    return { ok, content, ms: 0 };
  };
  return {
    run: (call) => {
      flush();
      return run(call);
    },
  };
}
