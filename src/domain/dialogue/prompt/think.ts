import { AscendiaError } from "../../errors.ts";
import type { Move, Utterance } from "../ports.ts";
import { alreadyDone, chatMessages, type PromptState } from "./conversation.ts";
import type { ChatPart, ChatRequest, ChatToolCall, FunctionResult, PromptPorts } from "./ports.ts";
import { Sentences } from "./sentences.ts";
import { END_CALL, promptTools, TRANSFER_CALL, WRITING_TOOLS } from "./tools.ts";

/** A model that only ever calls functions would keep the caller waiting for ever. */
const MOST_ROUNDS = 6;

export interface Thinking {
  readonly instructions: string;
  readonly transcript: readonly Utterance[];
  /** Where the call can be put through to, E.164; null: nowhere. */
  readonly numbers: { readonly team: string | null; readonly emergency: string | null };
  /** Written to as functions are called. */
  readonly state: PromptState;
  /** Of this call, by name and arguments; some of a turn that was cut off. */
  readonly running: Map<string, Promise<FunctionResult>>;
}

/** What the model says and does about the turn, sentence by sentence. @throws whatever the model port throws */
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
  /** Filled with what the model asks for. */
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

/** Asked a second time at once when nothing came the first time; later there would be words said twice. */
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

/** An answer without anything in it would leave the caller in silence. @throws transient */
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

/** A turn that is cut off leaves its function running; the next waits for the same one, and writes nothing twice. */
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
  const number = (isEmergency ? numbers.emergency : null) ?? numbers.team ?? numbers.emergency;
  return name === TRANSFER_CALL && number !== null ? { kind: "transfer", number } : { kind: "end" };
}
