import type { DynamicVariables } from "../../call/caller-variables.ts";
import type { Language } from "../../language/language.ts";
import type { Dialogue, Move } from "../ports.ts";
import { promptStateSchema, type PromptState } from "./conversation.ts";
import { promptInstructions } from "./instructions.ts";
import { promptPhrases } from "./phrases.ts";
import type { FunctionResult, PromptPorts } from "./ports.ts";
import { think, type Thinking } from "./think.ts";
import { withPatience } from "./with-patience.ts";

export interface PromptCall {
  readonly language: Language;
  /** The organisation's own instructions, or those it inherits. */
  readonly instructions: string;
  /** What the inbound webhook hands to calls of this clinic; its language is `language`. */
  readonly facts: DynamicVariables;
  /** Of the same call, from an earlier connection. */
  readonly snapshot?: string | undefined;
}

/** Silence in milliseconds before the first holding phrase, the second, and giving the model up. */
const PATIENCE_MS = [1000, 5000, 6000] as const;

const MOST_SILENCES = 3;

/** The dialogue of an organisation that has instructions of its own, spoken by a chat model. */
export function promptDialogue(call: PromptCall, ports: PromptPorts): Dialogue {
  const state = stateOf(call.snapshot);
  const phrases = promptPhrases[call.language];
  const numbers = {
    team: numberOf(call.facts["transfer_number"]),
    emergency: numberOf(call.facts["emergency_number"]),
  };
  const instructions = promptInstructions(call.instructions, call.facts);
  const running = new Map<string, Promise<FunctionResult>>();
  return {
    greeting: call.facts["phrase_greeting"] ?? "",
    snapshot: () => JSON.stringify(state),
    answer: (turn, signal) => {
      if (turn.kind === "silence") return silence(state, phrases);
      state.silences = 0;
      return answer({ instructions, transcript: turn.transcript, numbers, state, running }, { call, ports, signal });
    },
  };
}

/** What is of another kind of dialogue, as the clinic's mode was changed in the middle of the call, is begun anew. */
function stateOf(snapshot: string | undefined): PromptState {
  const read = snapshot === undefined ? undefined : promptStateSchema.safeParse(JSON.parse(snapshot)).data;
  return read ?? { exchanges: [], silences: 0 };
}

function numberOf(value: string | undefined): string | null {
  return value === undefined || value === "" ? null : value;
}

async function* silence(state: PromptState, phrases: (typeof promptPhrases)["fr"]): AsyncGenerator<Move> {
  state.silences += 1;
  if (state.silences < MOST_SILENCES) {
    yield { kind: "say", text: phrases.stillThere };
    return;
  }
  yield { kind: "say", text: phrases.goodbye };
  yield { kind: "end" };
}

interface Answering {
  readonly call: PromptCall;
  readonly ports: PromptPorts;
  readonly signal: AbortSignal;
}

/** Whatever the model does, the caller hears something in time, and the turn comes to an end. */
async function* answer(thinking: Thinking, { call, ports, signal }: Answering): AsyncGenerator<Move> {
  const { holding } = promptPhrases[call.language];
  const givingUp = new AbortController();
  const thoughts = think(thinking, ports, AbortSignal.any([signal, givingUp.signal]));
  try {
    for await (const heard of withPatience(thoughts, PATIENCE_MS, (ms, until) => ports.wait(ms, until))) {
      if (heard.kind !== "slow") yield heard;
      else yield { kind: "say", text: holding[heard.times - 1] ?? "" };
    }
    // A turn that was heard to its end is not asked for again.
    if (!signal.aborted) for (const exchange of thinking.state.exchanges) exchange.open = false;
  } catch (error) {
    if (signal.aborted) return;
    ports.failed(error);
    yield* apology(thinking, call.language);
  } finally {
    givingUp.abort();
  }
}

async function* apology({ numbers }: Thinking, language: Language): AsyncGenerator<Move> {
  const { sorryTransferring, sorryGoodbye } = promptPhrases[language];
  const number = numbers.team ?? numbers.emergency;
  yield { kind: "say", text: number === null ? sorryGoodbye : sorryTransferring };
  yield number === null ? { kind: "end" } : { kind: "transfer", number };
}
