import type { FlowNode, NodeOf, NodeType } from "../flow.ts";
import { branch, code, extractNode, functionNode, mcp } from "./acting.ts";
import { component } from "./component.ts";
import type { HandlerOf } from "./handler.ts";
import { bridgeTransfer, cancelTransfer, end, sms, swapNode, transferNode } from "./leaving.ts";
import { pressDigit } from "./press-digit.ts";
import type { Run } from "./run.ts";
import type { Step } from "./step.ts";
import { subagent } from "./subagent.ts";
import { conversation } from "./talking.ts";

const handlers: { readonly [Type in NodeType]: HandlerOf<Type> } = {
  conversation,
  subagent,
  function: functionNode,
  code,
  mcp,
  extract_dynamic_variables: extractNode,
  branch,
  press_digit: pressDigit,
  transfer_call: transferNode,
  agent_swap: swapNode,
  sms,
  component,
  bridge_transfer: bridgeTransfer,
  cancel_transfer: cancelTransfer,
  end,
};

type Nodes = { readonly [Type in NodeType]: NodeOf<Type> };

export async function enterNode(run: Run, node: FlowNode): Promise<Step> {
  return handle(run, node.type, { node, event: "enter" });
}

export async function hearAtNode(run: Run, node: FlowNode): Promise<Step> {
  return handle(run, node.type, { node, event: "hear" });
}

async function handle<Type extends NodeType>(
  run: Run,
  type: Type,
  { node, event }: { readonly node: Nodes[Type]; readonly event: "enter" | "hear" },
): Promise<Step> {
  return handlers[type][event](run, node);
}
