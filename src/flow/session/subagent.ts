import type { FlowNode, NodeOf, SubagentTool } from "../flow.ts";
import {
  invoke,
  performCall,
  prepareFlowTool,
  prepareMcpCall,
  recordResult,
  runCode,
  setVariables,
} from "./call-tool.ts";
import { decide, extractVariables } from "./decide.ts";
import type { HandlerOf } from "./handler.ts";
import { resolve, sayText, wording } from "./speak.ts";
import { type Ending, type Run, type Step, type Trigger, currentFrame, fail, keyOf, record, stop } from "./state.ts";
import { subagentTools } from "./subagent-tools.ts";
import { reply, speakAndWait } from "./talking.ts";
import { pressDigits, sendSms, swapAgent, transferCall } from "./telephony-call.ts";

type Outcome = Promise<Ending | undefined>;
type ToolOf<Type extends SubagentTool["type"]> = Extract<SubagentTool, { readonly type: Type }>;
type Runner<Type extends SubagentTool["type"]> = (run: Run, node: NodeOf<"subagent">, tool: ToolOf<Type>) => Outcome;
type Tools = { readonly [Type in SubagentTool["type"]]: ToolOf<Type> };

/** What each kind of subagent tool does (docs/retell.md 1.7.4). An ending ends the call. */
const runners: { readonly [Type in SubagentTool["type"]]: Runner<Type> } = {
  end_call: async (run, _node, tool) => {
    recordResult(run, invoke(run, tool.name, {}), { ok: true, content: "" });
    return { reason: "agent_hangup" };
  },
  transfer_call: transferCall,
  agent_swap: swapAgent,
  bridge_transfer: async () => ({ reason: "transfer_bridged" }),
  cancel_transfer: async () => ({ reason: "transfer_cancelled" }),
  custom: callFlowTool,
  check_availability_cal: callFlowTool,
  book_appointment_cal: callFlowTool,
  code: async (run, _node, tool) => {
    const id = invoke(run, tool.name, {});
    recordResult(run, id, await runCode(run, tool));
    return undefined;
  },
  mcp: async (run, node, tool) => {
    const prepared = await prepareMcpCall(run, node, {
      server: tool.mcp_id ?? "",
      tool: tool.name,
      schema: tool.input_schema ?? {},
      responseVariables: tool.response_variables,
    });
    await performCall(run, node, prepared);
    return undefined;
  },
  press_digit: async (run, node, tool) => {
    await pressDigits(run, node, tool.description ?? node.instruction.text);
    return undefined;
  },
  send_sms: async (run, node, tool) => {
    const content = await smsContent(run, node, tool.sms_content);
    const id = invoke(run, tool.name, { content });
    const outcome = await sendSms(run, node, content);
    recordResult(run, id, { ok: outcome === "sent", content: outcome });
    return undefined;
  },
  extract_dynamic_variable: async (run, node, tool) => {
    const id = invoke(run, tool.name, {});
    const values = await extractVariables(run, node, tool.variables);
    setVariables(run, values);
    recordResult(run, id, { ok: true, content: JSON.stringify(values) });
    return undefined;
  },
};

export async function runSubagentTool(run: Run, node: NodeOf<"subagent">, tool: SubagentTool): Outcome {
  return dispatch(tool.type, tool, (runner, typed) => runner(run, node, typed));
}

function dispatch<Type extends SubagentTool["type"]>(
  type: Type,
  tool: Tools[Type],
  call: (runner: Runner<Type>, tool: Tools[Type]) => Outcome,
): Outcome {
  return call(runners[type], tool);
}

async function callFlowTool(
  run: Run,
  node: NodeOf<"subagent">,
  tool: ToolOf<"custom" | "check_availability_cal" | "book_appointment_cal">,
): Outcome {
  await performCall(run, node, await prepareFlowTool(run, node, tool));
  return undefined;
}

async function smsContent(
  run: Run,
  node: NodeOf<"subagent">,
  content: ToolOf<"send_sms">["sms_content"],
): Promise<string> {
  if (content.type === "predefined") return resolve(run, content.text ?? "");
  if (content.type === "template") return content.template;
  return wording(run, node, { purpose: "sms", instruction: content.prompt ?? "" });
}

/** Calls tools in response to the caller, one after another, until an edge is taken or nothing is left to do. */
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
