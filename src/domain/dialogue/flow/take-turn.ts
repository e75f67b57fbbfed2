import { AscendiaError } from "../../errors.ts";
import type { Telephony } from "../../flow/ports.ts";
import { resumeFlow, startFlow, type FlowRun, type FlowSession } from "../../flow/session/flow-session.ts";
import type { FlowInput, FlowSnapshot, Turn } from "../../flow/session/state.ts";
import type { DialogueCall, Move } from "../ports.ts";
import { callTools } from "./call-tools.ts";
import { flowCall } from "./flow-call.ts";
import type { FlowDialogueState, Position } from "./flow-state.ts";
import type { MoveQueue } from "./move-queue.ts";
import type { FlowDialoguePorts } from "./ports.ts";

/** Where a turn led. `missed`: nowhere, as nothing was understood. */
export type TurnOutcome =
  | { readonly kind: "on"; readonly flow: FlowSnapshot }
  | { readonly kind: "left"; readonly flow: FlowSnapshot; readonly number: string }
  | { readonly kind: "over"; readonly flow: FlowSnapshot; readonly reason: string }
  | { readonly kind: "missed" };

/** The call stays where it was, once more. */
export function missedAt({ before }: FlowDialogueState): Position {
  return { flow: before.flow, misses: before.misses + 1 };
}

interface TurnWork {
  readonly state: FlowDialogueState;
  readonly queue: MoveQueue;
  readonly call: DialogueCall;
  readonly ports: FlowDialoguePorts;
  readonly signal: AbortSignal;
}

/** Lets the flow hear; its words and tools go to the queue as they come. @throws what the brain or a bug throws */
export async function takeTurn(input: FlowInput, work: TurnWork): Promise<TurnOutcome> {
  const { queue } = work;
  try {
    const outcome = await hear(input, work);
    work.state.after = outcome.kind === "missed" ? missedAt(work.state) : { flow: outcome.flow, misses: 0 };
    queue.end();
    return outcome;
  } catch (error) {
    queue.end(error);
    throw error;
  }
}

async function hear(input: FlowInput, { state, queue, call, ports, signal }: TurnWork): Promise<TurnOutcome> {
  let session: FlowSession | undefined;
  const isNew = state.before.flow === null;
  const known = state.before.flow?.trace ?? [];
  /** The greeting is said when the call comes in. */
  let said = wordsIn(known).length + (isNew ? 1 : 0);
  /** What was said in this turn and is not in the queue yet. */
  const flush = (trace: FlowSnapshot["trace"]): void => {
    const words = wordsIn(trace);
    for (const text of words.slice(said)) queue.push({ kind: "say", text });
    said = Math.max(said, words.length);
  };
  const push = (move: Move): void => queue.push(move);
  const tools = callTools({
    runFunction: call.runFunction,
    state,
    flush: () => flush(session?.snapshot().trace ?? known),
    push,
  });
  const { flow, options, scripts, clock } = ports;
  const brain = ports.brain(call, signal);
  const run: FlowRun = { flow, options, ports: { brain, tools, scripts, telephony, clock } };
  session = state.before.flow === null ? startFlow(flowCall(call), run) : resumeFlow(state.before.flow, run);
  if (isNew) await session.open();
  const turn = await session.hear(input);
  signal.throwIfAborted();
  const snapshot = session.snapshot();
  flush(snapshot.trace);
  if (turn.pressed !== "") queue.push({ kind: "digits", digits: turn.pressed });
  return outcomeOf(turn, snapshot, call);
}

function wordsIn(trace: FlowSnapshot["trace"]): readonly string[] {
  return trace.flatMap((item) => ("role" in item && item.role === "agent" ? [item.content] : []));
}

function outcomeOf({ status, ended, problem }: Turn, flow: FlowSnapshot, call: DialogueCall): TurnOutcome {
  if (status === "failed") {
    call.failed(new AscendiaError("failed", `The flow cannot go on: ${problem?.code ?? ""} at ${problem?.node ?? ""}`));
    return { kind: "missed" };
  }
  if (status === "waiting") return { kind: "on", flow };
  if (ended === undefined) return { kind: "missed" };
  const { reason, transferDestination } = ended;
  return transferDestination === undefined
    ? { kind: "over", flow, reason }
    : { kind: "left", flow, number: transferDestination };
}

const dialable = /^(?:\+\d{7,15}|sip:\S+@\S+)$/;

/** Retell transfers cold, after the last words (retell-api.md 8.4). It sends no text message and swaps no agent here. */
const telephony: Telephony = {
  transfer: async ({ destination }) => (dialable.test(destination) ? "connected" : "failed"),
  sendSms: async () => "failed",
  swap: async () => "failed",
};
