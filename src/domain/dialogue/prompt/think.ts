import { z } from "zod";
import { AscendiaError } from "../../../errors.ts";
import type { Move, Utterance, ChatMessage, ChatPart, ChatRequest, ChatToolCall, FunctionResult } from "../ports.ts";
import { type PromptPorts, END_CALL, TRANSFER_CALL, WRITING_TOOLS, promptTools } from "./prompt-tools.ts";

const exchangeSchema = z.object({
  /** How many utterances the transcript had when the function was called. */
  after: z.number().int().nonnegative(),
  call: z.object({ id: z.string(), name: z.string(), args: z.string() }),
  result: z.object({ content: z.string(), ok: z.boolean() }),
  /** The turn was cut off: if the model makes the same call again, it gets this result. */
  open: z.boolean(),
});

export const promptStateSchema = z.object({
  exchanges: z.array(exchangeSchema),
  /** Times in a row that the caller said nothing. */
  silences: z.number().int().nonnegative(),
});

type Exchange = z.output<typeof exchangeSchema>;

/** What a prompt dialogue keeps between turns; the words themselves come with every turn. */
export type PromptState = z.output<typeof promptStateSchema>;

/** The transcript as Retell heard and spoke it, with the function calls at the points where they were made. */
function chatMessages(transcript: readonly Utterance[], exchanges: readonly Exchange[]): readonly ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (let position = 0; position <= transcript.length; position += 1) {
    messages.push(...exchanges.filter(({ after }) => after === position).flatMap(exchangeMessages));
    const utterance = transcript[position];
    if (utterance !== undefined && utterance.content.trim() !== "") messages.push(messageOf(utterance));
  }
  // Retell may have dropped utterances that existed when a function was called.
  return [...messages, ...exchanges.filter(({ after }) => after > transcript.length).flatMap(exchangeMessages)];
}

function messageOf({ role, content }: Utterance): ChatMessage {
  return { role: role === "agent" ? "assistant" : "user", content };
}

function exchangeMessages({ call, result }: Exchange): readonly ChatMessage[] {
  return [
    { role: "assistant", content: "", toolCalls: [call] },
    { role: "tool", toolCallId: call.id, content: result.content },
  ];
}

/** The result of the same function call in a turn that was cut off. */
function alreadyDone({ name, args }: ChatToolCall, exchanges: readonly Exchange[]): FunctionResult | undefined {
  return exchanges.find(({ open, call }) => open && call.name === name && call.args === args)?.result;
}

/** The end of a sentence that another follows; an abbreviated title or a decimal point does not end a sentence. */
const END = /(?<!\b(?:Dr|Mr|Mrs|Ms|Mme|M|Pr|St))(?<!\d(?=\.\d))[.!?…]+["»”)]*\s+/;

const MARKUP = /[*_#`]+/g;

/** Cuts text that arrives in pieces into sentences, each as soon as it is complete. */
class Sentences {
  #rest = "";

  /** @returns the sentences that this piece completes */
  add(piece: string): readonly string[] {
    this.#rest += piece;
    const whole: string[] = [];
    for (let end = END.exec(this.#rest); end !== null; end = END.exec(this.#rest)) {
      const length = end.index + end[0].length;
      whole.push(...spoken(this.#rest.slice(0, length)));
      this.#rest = this.#rest.slice(length);
    }
    return whole;
  }

  /** @returns the rest, once the text has ended */
  end(): readonly string[] {
    const last = spoken(this.#rest);
    this.#rest = "";
    return last;
  }
}

/** Models write markup whatever their instructions say; the voice would read it aloud. */
function spoken(text: string): readonly string[] {
  const plain = text.replaceAll(MARKUP, "").replaceAll(/\s+/g, " ").trim();
  return plain === "" ? [] : [plain];
}

/** A model that only ever calls functions would keep the caller waiting forever. */
const MOST_ROUNDS = 6;

export interface Thinking {
  readonly instructions: string;
  readonly transcript: readonly Utterance[];
  /** Transfer destinations, E.164; null: none. */
  readonly numbers: { readonly team: string | null; readonly emergency: string | null };
  /** Updated as functions are called. */
  readonly state: PromptState;
  /** This call's running functions, by name and arguments; some were started by a turn that was cut off. */
  readonly running: Map<string, Promise<FunctionResult>>;
}

/** What the model says and does in the turn, sentence by sentence. @throws whatever the model port throws */
export async function* think(thinking: Thinking, ports: PromptPorts, signal: AbortSignal): AsyncGenerator<Move> {
  for (let round = 0; round < MOST_ROUNDS && !signal.aborted; round += 1) {
    const calls: ChatToolCall[] = [];
    yield* spokenRound(requestOf(thinking), { ports, signal, calls });
    const ending = calls.find(({ name }) => name === END_CALL || name === TRANSFER_CALL);
    const work = calls.filter((call) => call !== ending);
    for (const call of work) yield* functionCall(call, thinking, { ports, signal });
    if (ending !== undefined && work.length === 0) {
      yield endingOf(ending, thinking);
      return;
    }
    if (calls.length === 0) return;
  }
  if (!signal.aborted) throw new Error(`The model called functions ${MOST_ROUNDS} times without an answer`);
}

function requestOf({ instructions, transcript, state, numbers }: Thinking): ChatRequest {
  return {
    messages: [{ role: "system", content: instructions }, ...chatMessages(transcript, state.exchanges)],
    tools: promptTools(numbers.team !== null || numbers.emergency !== null),
  };
}

interface Round {
  readonly ports: PromptPorts;
  readonly signal: AbortSignal;
  /** Collects the model's function calls. */
  readonly calls: ChatToolCall[];
}

async function* spokenRound(request: ChatRequest, round: Round): AsyncGenerator<Move> {
  const sentences = new Sentences();
  for await (const part of streamed(request, round)) {
    if (part.kind === "tool_call") round.calls.push({ id: part.id, name: part.name, args: part.args });
    else for (const text of sentences.add(part.text)) yield { kind: "say", text };
  }
  for (const text of sentences.end()) yield { kind: "say", text };
}

/** Retries once, immediately, if nothing arrived; after the first words, the caller would hear them twice. */
async function* streamed(request: ChatRequest, { ports, signal }: Round): AsyncGenerator<ChatPart> {
  let begun = false;
  try {
    for await (const part of answered(request, ports, signal)) {
      begun = true;
      yield part;
    }
    return;
  } catch (error) {
    if (begun || signal.aborted || !isTransient(error)) throw error;
    ports.failed(error);
  }
  yield* answered(request, ports, signal);
}

/** Refuses an empty answer, which would leave the caller in silence. @throws transient */
async function* answered(request: ChatRequest, { model }: PromptPorts, signal: AbortSignal): AsyncGenerator<ChatPart> {
  let isEmpty = true;
  for await (const part of model.stream(request, signal)) {
    if (part.kind === "tool_call" || part.text.trim() !== "") isEmpty = false;
    yield part;
  }
  if (isEmpty && !signal.aborted) throw new AscendiaError("transient", "The model's answer was empty.");
}

function isTransient(error: unknown): boolean {
  return error instanceof AscendiaError && error.code === "transient";
}

async function* functionCall(
  call: ChatToolCall,
  thinking: Thinking,
  { ports, signal }: Pick<Round, "ports" | "signal">,
): AsyncGenerator<Move> {
  if (signal.aborted) return;
  yield { kind: "tool", toolCallId: call.id, name: call.name, args: call.args };
  const result = await resultOf(call, thinking, ports);
  yield { kind: "tool_result", toolCallId: call.id, ...result };
}

/** A function keeps running when its turn is cut off; the next turn waits for that run, so nothing is written twice. */
async function resultOf(call: ChatToolCall, { state, running, transcript }: Thinking, ports: PromptPorts) {
  const key = JSON.stringify([call.name, call.args]);
  const begun = running.get(key) ?? Promise.resolve(alreadyDone(call, state.exchanges) ?? run(call, ports));
  running.set(key, begun);
  const result = await begun.finally(() => running.delete(key));
  state.exchanges.push({ after: transcript.length, call, result, open: WRITING_TOOLS.has(call.name) });
  return result;
}

async function run({ name, args }: ChatToolCall, ports: PromptPorts): Promise<FunctionResult> {
  const parsed = parsedArguments(args);
  if (parsed !== undefined) return ports.runFunction(name, parsed);
  return { ok: false, content: JSON.stringify({ error: "The arguments are not a JSON object." }) };
}

function parsedArguments(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json === "" ? "{}" : json);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function endingOf({ name, args }: ChatToolCall, { numbers }: Thinking): Move {
  const isEmergency = parsedArguments(args)?.["emergency"] === true;
  // The front desk does not replace emergency help: the caller heard which number to call, and must be free to call it.
  const number = isEmergency ? numbers.emergency : numbers.team;
  return name === TRANSFER_CALL && number !== null ? { kind: "transfer", number } : { kind: "end" };
}

/** `slow`: another spell of silence has passed, the `times`-th since the last words. */
type Heard = Move | { readonly kind: "slow"; readonly times: number };

type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

class OutOfPatience extends Error {
  override readonly name = "OutOfPatience";
}

/**
 * Passes the moves through, with a `slow` each time the caller has heard nothing for the next of the `spells`, in
 * milliseconds. The first spell only precedes the first words; after any words, which take time to be spoken, the count
 * starts at the second. @throws OutOfPatience after the last spell
 */
export async function* withPatience(
  moves: AsyncIterator<Move>,
  spells: readonly number[],
  wait: Wait,
): AsyncGenerator<Heard> {
  let times = 0;
  let spell = begin(spells[times], wait);
  let coming = moves.next();
  try {
    while (times < spells.length) {
      const first = await Promise.race([coming, spell.over]);
      if (first === "over") {
        times += 1;
        spell = begin(spells[times], wait);
        if (times < spells.length) yield { kind: "slow", times };
        continue;
      }
      if (first.done === true) return;
      yield first.value;
      coming = moves.next();
      if (first.value.kind !== "say") continue;
      spell.cancel();
      times = 1;
      spell = begin(spells[times], wait);
    }
    throw new OutOfPatience("The model said nothing for too long");
  } finally {
    spell.cancel();
    // It is no longer awaited, and may still fail.
    coming.catch(() => undefined);
  }
}

function begin(milliseconds: number | undefined, wait: Wait) {
  const ending = new AbortController();
  const over = wait(milliseconds ?? 0, ending.signal).then(() => "over" as const);
  return { over, cancel: () => ending.abort() };
}
