import { AscendiaError } from "../../../errors.ts";
import type { Telephony } from "../../../flow/ports.ts";
import { type FlowRun, type FlowSession, resumeFlow, startFlow } from "../../../flow/session/flow-session.ts";
import type { FlowInput, FlowSnapshot, SessionTurn } from "../../../flow/session/state.ts";
import { TEXT_LIMITS } from "../../call/field-limits.ts";
import type { Language, Translated } from "../../language/language.ts";
import { callTools, flowCall, greetingOf } from "./flow-call.ts";
import {
  type FlowDialoguePorts,
  type FlowDialogueState,
  type Position,
  flowDialogueStateText,
  newFlowDialogueState,
  readFlowDialogueState,
} from "./flow-state.ts";
import type { Dialogue, DialogueCall, Move, OpenDialogue, Turn, Utterance } from "../ports.ts";
import { withPatience } from "../prompt/think.ts";

export interface Heard {
  /** The caller's words since the agent last spoke; empty if there are none. */
  readonly text: string;
  /** How many characters of the agent's words the caller has heard in this call. */
  readonly agentWords: number;
  /** How many times the caller has spoken. */
  readonly callerTurns: number;
}

export function heardIn(transcript: readonly Utterance[]): Heard {
  const lastAgent = transcript.findLastIndex(({ role }) => role === "agent");
  const caller = transcript.filter(({ role }) => role === "user");
  const since = lastAgent === -1 ? caller.slice(-1) : transcript.slice(lastAgent + 1);
  const words = since.map(({ content }) => content.trim()).filter((word) => word !== "");
  const agentWords = transcript.reduce((sum, { role, content }) => sum + (role === "agent" ? content.length : 0), 0);
  return { text: words.join(" ").slice(-TEXT_LIMITS.utterance), agentWords, callerTurns: caller.length };
}

/** Passes each move from its producer to the speaker as soon as it is ready. */
export class MoveQueue {
  readonly #waiting: Move[] = [];
  #wake: () => void = () => {};
  #ended = false;
  #error: Error | undefined;

  push(move: Move): void {
    this.#waiting.push(move);
    this.#wake();
  }

  /** @param error set when the work failed */
  end(error?: unknown): void {
    this.#ended = true;
    if (error !== undefined)
      this.#error = error instanceof Error ? error : new Error("the turn failed", { cause: error });
    this.#wake();
  }

  /** @throws the work's error, after the moves made before it */
  async *moves(): AsyncGenerator<Move> {
    for (;;) {
      const move = this.#waiting.shift();
      if (move !== undefined) {
        yield move;
        continue;
      }
      if (this.#ended) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#error !== undefined) throw this.#error;
  }
}

interface FlowDialoguePhrases {
  readonly notUnderstood: string;
  readonly stillThere: string;
  readonly goodbye: string;
  readonly holding: readonly string[];
  readonly sorryTransferring: string;
  readonly sorryGoodbye: string;
}

/** What the agent says, without delay, where the flow has no words. */
export const flowDialoguePhrases: Translated<FlowDialoguePhrases> = {
  fr: {
    notUnderstood: "Pardon, je n'ai pas bien compris. Pouvez-vous le dire autrement ?",
    stillThere: "Êtes-vous toujours là ?",
    goodbye: "Je ne vous entends plus. N'hésitez pas à nous rappeler. Au revoir.",
    holding: ["Un instant, je vous prie.", "Je cherche encore, merci de patienter."],
    sorryTransferring: "Je suis désolée, je n'arrive pas à vous aider moi-même. Je vous passe un collègue.",
    sorryGoodbye: "Je suis désolée, je n'arrive pas à vous aider. Merci de rappeler dans quelques minutes. Au revoir.",
  },
  en: {
    notUnderstood: "I'm sorry, I did not understand. Could you say it another way?",
    stillThere: "Are you still there?",
    goodbye: "I can no longer hear you. Please call us again. Goodbye.",
    holding: ["One moment, please.", "I am still looking, thank you for waiting."],
    sorryTransferring: "I am sorry, I cannot help you with that myself. I am putting you through to a colleague.",
    sorryGoodbye: "I am sorry, I cannot help you with that. Please call again in a few minutes. Goodbye.",
  },
  es: {
    notUnderstood: "Disculpe, no le entendí. ¿Me lo puede decir de otra manera?",
    stillThere: "¿Sigue ahí?",
    goodbye: "Ya no le escucho. Vuelva a llamarnos cuando guste. Hasta luego.",
    holding: ["Un momento, por favor.", "Sigo buscando, gracias por esperar."],
    sorryTransferring: "Disculpe, no puedo ayudarle con eso. Le paso con un compañero.",
    sorryGoodbye: "Disculpe, no puedo ayudarle con eso. Por favor vuelva a llamar en unos minutos. Hasta luego.",
  },
};

/** The result of a turn. `missed`: nothing was understood. */
export type TurnOutcome =
  | { readonly kind: "on"; readonly flow: FlowSnapshot }
  | { readonly kind: "left"; readonly flow: FlowSnapshot; readonly number: string }
  | { readonly kind: "over"; readonly flow: FlowSnapshot; readonly reason: string }
  | { readonly kind: "missed" };

/** The call stays at the same position, with one more miss. */
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

/** Passes input to the flow; its words and tools go to the queue as they come. @throws whatever the brain throws */
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
  /** The greeting has already been spoken. */
  let said = wordsIn(known).length + (isNew ? 1 : 0);
  /** Queues the words of this turn that are not in the queue yet. */
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

function outcomeOf({ status, ended, problem }: SessionTurn, flow: FlowSnapshot, call: DialogueCall): TurnOutcome {
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

/**
 * Over the socket, Retell makes a cold transfer after the last words (docs/retell.md 8.4). It cannot text or swap
 * agents.
 */
const telephony: Telephony = {
  transfer: async ({ destination }) => (dialable.test(destination) ? "connected" : "failed"),
  sendSms: async () => "failed",
  swap: async () => "failed",
};

/** Silence in milliseconds before the first holding phrase, before the second, and before giving up on the turn. */
const PATIENCE_MS = [1000, 5000, 6000] as const;

/** After this many misses the caller is transferred, or asked to call again. */
const MOST_MISSES = 3;

/** Calls driven by the clinic's flow, as Retell would run it. */
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

/** Whatever happens in the flow, the caller hears something and the turn ends. */
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
 * If the caller heard any part of the last turn, it stands and the next continues from its result. If the caller heard
 * nothing, it is undone: Retell sends the caller's words again, with more of them.
 */
function settle(state: FlowDialogueState, { agentWords, callerTurns }: Heard): void {
  // If the transcript has no agent words, another caller utterance counts as a reply to what the agent said.
  const repliedTo = agentWords === 0 && callerTurns > state.callerTurns;
  const wasHeard = agentWords > state.agentWords || repliedTo || !state.hadWords;
  if (wasHeard && state.after !== null) {
    // A goodbye that the caller interrupts ends nothing: the call continues from the position before it.
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

/** For a turn without words, which would leave the caller in silence. */
function quiet(language: Language): string {
  return flowDialoguePhrases[language].stillThere;
}

/** The flow did not understand: asks again from the same position and, after too many misses, transfers. */
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
