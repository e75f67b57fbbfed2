import type { FlowNode, NodeOf, SubagentTool } from "../flow.ts";
import { decide } from "./decide.ts";
import type { HandlerOf } from "./handler.ts";
import type { Run } from "./run.ts";
import { currentFrame, fail, keyOf, record } from "./run.ts";
import { sayText, wording } from "./speak.ts";
import type { Trigger } from "./state.ts";
import type { Step } from "./step.ts";
import { stop } from "./step.ts";
import { subagentTools } from "./subagent-tools.ts";
import { reply, speakAndWait } from "./talking.ts";
import { runSubagentTool } from "./run-subagent-tool.ts";

/** Tools are called on what the caller says, one after the other, until an edge is taken or nothing is left to do. */
export const subagent: HandlerOf<"subagent"> = {
  enter: speakAndWait,
  hear: (run, node) => hearWithTools(run, node, "caller"),
};

const maxToolsPerTurn = 20;

export async function hearWithTools(run: Run, node: NodeOf<"subagent">, trigger: Trigger): Promise<Step> {
  for (let calls = 0; calls < maxToolsPerTurn; calls += 1) {
    const step = await decide(run, node, calls === 0 ? trigger : "result");
    if (step.kind !== "tool") {
      if (step.kind === "wait" && calls === 0) await reply(run, node);
      return step;
    }
    record(run, { kind: "decision", node: keyOf(run, currentFrame(run)), ...step.decision });
    const ending = await callByName(run, node, step.name);
    if (ending !== undefined) return { kind: "end", ending };
  }
  fail(run, "loop", `More than ${maxToolsPerTurn - 1} tools were called on one sentence of the caller.`);
  return stop;
}

async function callByName(run: Run, node: NodeOf<"subagent">, name: string) {
  const tool = subagentTools(run, node).find((item) => item.name === name);
  if (tool === undefined) return undefined;
  await sayBefore(run, node, tool);
  const ending = await runSubagentTool(run, node, tool);
  const speaksAfter = "speak_after_execution" in tool ? (tool.speak_after_execution ?? true) : tool.type === "custom";
  if (ending === undefined && speaksAfter) {
    sayText(run, await wording(run, node, { purpose: "after_tool", instruction: node.instruction.text }));
  }
  return ending;
}

async function sayBefore(run: Run, node: FlowNode, tool: SubagentTool): Promise<void> {
  if (!("speak_during_execution" in tool) || !tool.speak_during_execution) return;
  const text = "execution_message_description" in tool ? (tool.execution_message_description ?? "") : "";
  const isStatic = "execution_message_type" in tool && tool.execution_message_type === "static_text";
  sayText(run, isStatic ? text : await wording(run, node, { purpose: "say", instruction: text }));
}
