import { canonicalJson } from "../../canonical-json.ts";
import type { ToolCall, ToolOutcome, ToolRunner } from "../../flow/ports.ts";
import type { Move } from "../ports.ts";
import type { RunFunction } from "../prompt/ports.ts";
import type { FlowDialogueState } from "./flow-state.ts";

interface ToolPorts {
  readonly runFunction: RunFunction;
  readonly state: Pick<FlowDialogueState, "done" | "toolCalls">;
  /** Before a tool is waited for: what was said up to here can be spoken meanwhile. */
  readonly flush: () => void;
  readonly push: (move: Move) => void;
}

/**
 * The clinic's functions as the flow's tools. Where the turn was cut off and is asked for anew, a tool that had answered
 * is not run a second time; one that had failed is.
 */
export function callTools({ runFunction, state, flush, push }: ToolPorts): ToolRunner {
  const run = async ({ name, args: given, kind }: ToolCall): Promise<ToolOutcome> => {
    if (kind !== "custom") return { ok: false, content: `${kind} tools are not run here`, ms: 0 };
    const args = canonicalJson(given);
    const known = state.done.find((tool) => tool.name === name && tool.args === args);
    if (known !== undefined) return { ok: true, content: known.content, ms: 0 };
    state.toolCalls += 1;
    const toolCallId = `tool_call_${state.toolCalls}`;
    push({ kind: "tool", toolCallId, name, args: JSON.stringify(given) });
    const { content, ok } = await runFunction(name, given);
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
