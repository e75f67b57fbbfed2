import { type FlowNode, type NodeOf, type NodeType, findComponent, specialEdge } from "../flow.ts";
import { type HandlerOf, hearAgain } from "./handler.ts";
import { type Ending, type Run, type Step, fail, stop, connected, wait } from "./state.ts";
import { branch, code, extractNode, functionNode, mcp } from "./acting.ts";
import { decide } from "./decide.ts";
import { resolve, sayWhileActing, wording } from "./speak.ts";
import { subagent } from "./subagent.ts";
import { conversation } from "./talking.ts";
import { pressDigits, sendSms, swapAgent, transferCall } from "./telephony-call.ts";

/** According to the docs a component contains no components, but the types allow it (docs/retell.md 1.8). */
const maxDepth = 10;

/** Enters the component. At one of its end nodes, the component node's own edges decide. */
const component: HandlerOf<"component"> = {
  hear: hearAgain,
  async enter(run, node) {
    const found = findComponent(run.flow, node.component_id);
    const start = found?.start_node_id ?? found?.nodes[0]?.id;
    if (found === undefined || start === undefined) {
      fail(run, "unknown_component", `The node uses component "${node.component_id}", which is not in the flow.`);
      return stop;
    }
    if (run.state.frames.length >= maxDepth) {
      fail(run, "loop", `Components are nested more than ${maxDepth} deep.`);
      return stop;
    }
    const frames = [...run.state.frames, { component: node.component_id, node: start }];
    return { kind: "jump", frames, transition: "normal", decision: { source: "enter_component" } };
  },
};

/** In a component, an end node leads back to the component node (docs/retell.md 1.8). */
const end: HandlerOf<"end"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    return run.state.frames.length > 1 ? { kind: "exit" } : { kind: "end", ending: { reason: "agent_hangup" } };
  },
};

const bridgeTransfer: HandlerOf<"bridge_transfer"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    return { kind: "end", ending: { reason: "transfer_bridged" } };
  },
};

const cancelTransfer: HandlerOf<"cancel_transfer"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    return { kind: "end", ending: { reason: "transfer_cancelled" } };
  },
};

const transferNode: HandlerOf<"transfer_call"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    return leaveOrFail(node, await transferCall(run, node, node));
  },
};

const swapNode: HandlerOf<"agent_swap"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    return leaveOrFail(node, await swapAgent(run, node, node));
  },
};

/** `edge` is taken on failure only (docs/retell.md 1.5). */
function leaveOrFail(node: FlowNode, ending: Ending | undefined): Step {
  if (ending !== undefined) return { kind: "end", ending };
  const edge = connected(specialEdge(node, "edge"));
  return edge === undefined ? wait : { kind: "take", edge, decision: { source: "transfer_failed", edge: edge.id } };
}

const sms: HandlerOf<"sms"> = {
  hear: hearAgain,
  async enter(run, node) {
    const outcome = await sendSms(run, node, await smsText(run, node));
    const kind = outcome === "sent" ? "success_edge" : "failed_edge";
    const edge = connected(specialEdge(node, kind));
    const source = outcome === "sent" ? "sms_sent" : "sms_failed";
    return edge === undefined ? wait : { kind: "take", edge, decision: { source, edge: edge.id } };
  },
};

async function smsText(run: Run, node: Parameters<HandlerOf<"sms">["enter"]>[1]): Promise<string> {
  const { instruction } = node;
  if (instruction.type === "template") return instruction.template;
  if (instruction.type === "static_text") return resolve(run, instruction.text);
  return wording(run, node, { purpose: "sms", instruction: instruction.text });
}

/**
 * Presses, then decides each time the other side stops talking; if nothing matches, presses again (docs/retell.md 1.5).
 */
const pressDigit: HandlerOf<"press_digit"> = {
  async enter(run, node) {
    await pressDigits(run, node, node.instruction.text);
    return wait;
  },
  async hear(run, node) {
    const step = await decide(run, node, "caller");
    if (step.kind === "wait") await pressDigits(run, node, node.instruction.text);
    return step;
  },
};

const unsupported: HandlerOf<"unsupported"> = { enter: failUnsupported, hear: failUnsupported };

function failUnsupported(run: Run, node: NodeOf<"unsupported">): Promise<Step> {
  const type = node.retell_type === "" ? "of a type that cannot be read" : `a ${node.retell_type}`;
  fail(run, "unsupported_node", `The call came to "${node.name ?? node.id}", ${type}, which cannot be simulated.`);
  return Promise.resolve(stop);
}

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
  unsupported,
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
