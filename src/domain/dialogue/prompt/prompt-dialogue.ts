import type { DynamicVariables } from "../../call/line/caller-variables.ts";
import type { EffectiveDialogue } from "../../clinic/dialogue-settings.ts";
import type { Language, Translated } from "../../language/language.ts";
import type { Dialogue, Move, OpenDialogue, Wait, ChatModel, FunctionResult } from "../ports.ts";
import { type PromptPorts, DEFAULT_INSTRUCTIONS, promptInstructions } from "./prompt-tools.ts";
import { type PromptState, type Thinking, promptStateSchema, think, withPatience } from "./think.ts";
import { countedChat } from "./token-count.ts";

interface Phrases {
  /** Said in turn while the model is slow. */
  readonly holding: readonly string[];
  readonly stillThere: string;
  readonly goodbye: string;
  readonly sorryTransferring: string;
  readonly sorryGoodbye: string;
}

/** What the agent says without the model, and so without delay. */
export const promptPhrases: Translated<Phrases> = {
  fr: {
    holding: ["Un instant, je vous prie.", "Je cherche encore, merci de patienter."],
    stillThere: "Êtes-vous toujours là ?",
    goodbye: "Je ne vous entends plus. N'hésitez pas à nous rappeler. Au revoir.",
    sorryTransferring: "Je suis désolée, je rencontre un problème technique. Je vous passe un collègue.",
    sorryGoodbye:
      "Je suis désolée, je rencontre un problème technique. Merci de rappeler dans quelques minutes. Au revoir.",
  },
  en: {
    holding: ["One moment, please.", "I am still looking, thank you for waiting."],
    stillThere: "Are you still there?",
    goodbye: "I can no longer hear you. Please call us again. Goodbye.",
    sorryTransferring: "I am sorry, I have a technical problem. I am putting you through to a colleague.",
    sorryGoodbye: "I am sorry, I have a technical problem. Please call again in a few minutes. Goodbye.",
  },
  es: {
    holding: ["Un momento, por favor.", "Sigo buscando, gracias por esperar."],
    stillThere: "¿Sigue ahí?",
    goodbye: "Ya no le escucho. Vuelva a llamarnos cuando guste. Hasta luego.",
    sorryTransferring: "Disculpe, tengo un problema técnico. Le paso con un compañero.",
    sorryGoodbye: "Disculpe, tengo un problema técnico. Por favor vuelva a llamar en unos minutos. Hasta luego.",
  },
};

export interface PromptCall {
  readonly language: Language;
  /** The clinic's own instructions, or those it inherits. */
  readonly instructions: string;
  /** The variables that the inbound webhook gives to calls of this clinic, in `language`. */
  readonly facts: DynamicVariables;
  /** From an earlier connection of the same call. */
  readonly snapshot?: string | undefined;
}

/** Silence in milliseconds before the first holding phrase, before the second, and before giving up on the model. */
const PATIENCE_MS = [1000, 5000, 6000] as const;

const MOST_SILENCES = 3;

/** A dialogue with the clinic's own instructions, spoken by a chat model. */
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

/**
 * Starts over when the state belongs to another kind of dialogue, because the clinic's mode changed during the call.
 */
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

/** Whatever the model does, the caller hears something in time and the turn ends. */
async function* answer(thinking: Thinking, { call, ports, signal }: Answering): AsyncGenerator<Move> {
  const { holding } = promptPhrases[call.language];
  const givingUp = new AbortController();
  const thoughts = think(thinking, ports, AbortSignal.any([signal, givingUp.signal]));
  try {
    for await (const heard of withPatience(thoughts, PATIENCE_MS, (ms, until) => ports.wait(ms, until))) {
      if (heard.kind !== "slow") yield heard;
      else yield { kind: "say", text: holding[heard.times - 1] ?? "" };
    }
    // Retell does not repeat a turn that was heard to its end.
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

interface OpenerPorts {
  settingsOf(clinicId: string): Promise<EffectiveDialogue>;
  /** @param name of the model; null: the installation's */
  chatModel(name: string | null): ChatModel;
  readonly wait: Wait;
}

/** Dialogues with the instructions that the clinic has, or inherits, when its call begins. */
export function promptOpener(ports: OpenerPorts): OpenDialogue {
  return async (call) => {
    const { clinic, facts, snapshot } = call;
    const { instructions, model } = await ports.settingsOf(clinic.id);
    const chat = ports.chatModel(model.value);
    const own = instructions.value ?? DEFAULT_INSTRUCTIONS;
    return promptDialogue(
      { language: clinic.language, instructions: own, facts, snapshot: snapshot ?? undefined },
      {
        model: call.takeTokens === undefined ? chat : countedChat(chat, call.takeTokens),
        runFunction: (name, args) => call.runFunction(name, args),
        wait: (milliseconds, signal) => ports.wait(milliseconds, signal),
        failed: (error) => call.failed(error),
      },
    );
  };
}
