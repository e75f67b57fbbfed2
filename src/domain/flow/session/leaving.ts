import { specialEdge } from "../node-edges.ts";
import type { FlowNode } from "../flow.ts";
import type { HandlerOf } from "./handler.ts";
import { hearAgain } from "./handler.ts";
import type { Run } from "./run.ts";
import { sayWhileActing, wording } from "./speak.ts";
import type { Ending } from "./state.ts";
import type { Step } from "./step.ts";
import { connected, wait } from "./step.ts";
import { sendSms, swapAgent, transferCall } from "./telephony-call.ts";
import { resolve } from "./variables.ts";

/** Inside a component an end node leads back to the component node (retell-api.md 1.8). */
export const end: HandlerOf<"end"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    return run.state.frames.length > 1 ? { kind: "exit" } : { kind: "end", ending: { reason: "agent_hangup" } };
  },
};

export const bridgeTransfer: HandlerOf<"bridge_transfer"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    return { kind: "end", ending: { reason: "transfer_bridged" } };
  },
};

export const cancelTransfer: HandlerOf<"cancel_transfer"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    return { kind: "end", ending: { reason: "transfer_cancelled" } };
  },
};

export const transferNode: HandlerOf<"transfer_call"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    return leaveOrFail(node, await transferCall(run, node, node));
  },
};

export const swapNode: HandlerOf<"agent_swap"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    return leaveOrFail(node, await swapAgent(run, node, node));
  },
};

/** `edge` is taken on failure only (retell-api.md 1.5). */
function leaveOrFail(node: FlowNode, ending: Ending | undefined): Step {
  if (ending !== undefined) return { kind: "end", ending };
  const edge = connected(specialEdge(node, "edge"));
  return edge === undefined ? wait : { kind: "take", edge, decision: { source: "transfer_failed", edge: edge.id } };
}

export const sms: HandlerOf<"sms"> = {
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
