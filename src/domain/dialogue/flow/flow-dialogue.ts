import type { Language } from "../../language/language.ts";
import type { Dialogue, DialogueCall, Move, OpenDialogue, Turn } from "../ports.ts";
import { withPatience } from "../prompt/with-patience.ts";
import { greetingOf } from "./flow-call.ts";
import {
  flowDialogueStateText,
  newFlowDialogueState,
  readFlowDialogueState,
  type FlowDialogueState,
} from "./flow-state.ts";
import { heardIn, type Heard } from "./heard.ts";
import { MoveQueue } from "./move-queue.ts";
import { flowDialoguePhrases } from "./phrases.ts";
import type { FlowDialoguePorts } from "./ports.ts";
import { missedAt, takeTurn, type TurnOutcome } from "./take-turn.ts";

/** Silence in milliseconds before the first holding phrase, the second, and giving the turn up. */
const PATIENCE_MS = [1000, 5000, 6000] as const;

/** A caller who was not understood so often is put through to somebody, or asked to call again. */
const MOST_MISSES = 3;

/** Calls thought by the clinic's flow, as Retell would run it. */
export function flowDialogues(ports: FlowDialoguePorts): OpenDialogue {
  return (call) => Promise.resolve(flowDialogue(call, ports));
}

function flowDialogue(call: DialogueCall, ports: FlowDialoguePorts): Dialogue {
  const state = (call.snapshot === null ? undefined : readFlowDialogueState(call.snapshot)) ?? newFlowDialogueState();
  return {
    greeting: greetingOf(ports.flow, call.facts),
    snapshot: () => flowDialogueStateText(state),
    answer: (turn, signal) => answer(turn, state, { call, ports, signal }),
  };
}

export interface Answering {
  readonly call: DialogueCall;
  readonly ports: FlowDialoguePorts;
  readonly signal: AbortSignal;
}

/** Whatever happens while the flow runs, the caller hears something, and the turn comes to an end. */
async function* answer(turn: Turn, state: FlowDialogueState, around: Answering): AsyncGenerator<Move> {
  const { call, ports, signal } = around;
  const phrases = flowDialoguePhrases[call.clinic.language];
  const heard = heardIn(turn.transcript);
  settle(state, heard);
  const silent = turn.kind === "silence";
  if (!silent && heard.text === "") {
    state.after = state.before;
    yield { kind: "say", text: phrases.notUnderstood };
    return;
  }
  const queue = new MoveQueue();
  const givingUp = new AbortController();
  const input = silent ? { kind: "silence" as const } : { kind: "speech" as const, text: heard.text };
  const work = takeTurn(input, { state, queue, call, ports, signal: AbortSignal.any([signal, givingUp.signal]) });
  try {
    for await (const move of withPatience(queue.moves(), PATIENCE_MS, ports.wait)) {
      if (move.kind !== "slow") yield noted(move, state);
      else yield { kind: "say", text: phrases.holding[move.times - 1] ?? "" };
    }
    yield* ending(await work, state, call);
  } catch (error) {
    if (signal.aborted) return;
    call.failed(error);
    yield* missed(state, call);
  } finally {
    givingUp.abort();
    work.catch(() => undefined);
  }
}

/**
 * A turn of which the caller heard something is over, and the next goes on from where it led. One of which nothing was
 * heard is taken back: the caller's words come again, and more of them.
 */
function settle(state: FlowDialogueState, { agentWords, callerTurns }: Heard): void {
  // Without a word of the agent's in the transcript, a further utterance of the caller's is an answer to what was said.
  const repliedTo = agentWords === 0 && callerTurns > state.callerTurns;
  const wasHeard = agentWords > state.agentWords || repliedTo || !state.hadWords;
  if (wasHeard && state.after !== null) {
    // A goodbye that the caller cut short ends nothing: the call goes on from before it.
    if (state.after.flow?.status !== "ended") state.before = state.after;
    if (state.after.misses === 0) state.done = [];
  }
  state.after = null;
  state.agentWords = agentWords;
  state.callerTurns = callerTurns;
  state.hadWords = false;
}

function noted(move: Move, state: FlowDialogueState): Move {
  if (move.kind === "say") state.hadWords = true;
  return move;
}

async function* ending(outcome: TurnOutcome, state: FlowDialogueState, call: DialogueCall): AsyncGenerator<Move> {
  if (outcome.kind === "missed") {
    yield* missed(state, call);
    return;
  }
  if (outcome.kind === "on") {
    if (!state.hadWords) yield noted({ kind: "say", text: quiet(call.clinic.language) }, state);
    return;
  }
  if (outcome.kind === "left") yield { kind: "transfer", number: outcome.number };
  else {
    if (outcome.reason === "inactivity") {
      yield noted({ kind: "say", text: flowDialoguePhrases[call.clinic.language].goodbye }, state);
    }
    yield { kind: "end" };
  }
}

/** A turn without a word would leave the caller in silence. */
function quiet(language: Language): string {
  return flowDialoguePhrases[language].stillThere;
}

/** The flow does not know what to make of it: asked again from where the call was, in the end handed on. */
async function* missed(state: FlowDialogueState, call: DialogueCall): AsyncGenerator<Move> {
  const { notUnderstood, sorryGoodbye, sorryTransferring } = flowDialoguePhrases[call.clinic.language];
  state.after = missedAt(state);
  if (state.after.misses < MOST_MISSES) {
    yield noted({ kind: "say", text: notUnderstood }, state);
    return;
  }
  const number = call.facts["transfer_number"] ?? "";
  yield noted({ kind: "say", text: number === "" ? sorryGoodbye : sorryTransferring }, state);
  yield number === "" ? { kind: "end" } : { kind: "transfer", number };
}
