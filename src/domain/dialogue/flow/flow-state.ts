import { z } from "zod";
import type { Clock } from "../../../clock.ts";
import type { Flow } from "../../../flow/flow.ts";
import type { Brain, ScriptRunner } from "../../../flow/ports.ts";
import { parseSnapshot } from "../../../flow/session/flow-session.ts";
import type { EngineOptions, FlowSnapshot } from "../../../flow/session/state.ts";
import type { DialogueCall, Wait } from "../ports.ts";

/** Where the call is between two turns. */
export interface Position {
  /** null: the caller has not answered the greeting yet. */
  readonly flow: FlowSnapshot | null;
  /** Times in a row that the caller was not understood. */
  readonly misses: number;
}

/** A tool result of a turn that Retell may repeat. */
export interface DoneTool {
  readonly name: string;
  /** Canonical JSON. */
  readonly args: string;
  readonly content: string;
}

/**
 * Retell may drop a turn before the caller heard any of it, and repeat it with more of the caller's words. So the state
 * keeps the position before the latest turn, the position after it, and its tool results.
 */
export interface FlowDialogueState {
  before: Position;
  /** null: the turn was cut off before its result was known. */
  after: Position | null;
  /** How many characters of the agent's words the caller had heard when the latest turn began. */
  agentWords: number;
  callerTurns: number;
  /** Whether the latest turn had words, or only actions, which no transcript shows. */
  hadWords: boolean;
  done: DoneTool[];
  toolCalls: number;
}

export function newFlowDialogueState(): FlowDialogueState {
  const before: Position = { flow: null, misses: 0 };
  return { before, after: before, agentWords: 0, callerTurns: 0, hadWords: false, done: [], toolCalls: 0 };
}

const position = z.object({
  flow: z.unknown().transform((json) => (json === null || json === undefined ? null : parseSnapshot(json))),
  misses: z.number(),
});

const stateSchema = z.object({
  before: position,
  after: position.nullable(),
  agentWords: z.number(),
  callerTurns: z.number(),
  hadWords: z.boolean(),
  done: z.array(z.object({ name: z.string(), args: z.string(), content: z.string() })),
  toolCalls: z.number(),
});

/** Each position is serialized twice, after one turn and before the next; the text is made once. */
const texts = new WeakMap<FlowSnapshot, string>();

export function flowDialogueStateText({ before, after, ...rest }: FlowDialogueState): string {
  const then = after === null ? "null" : positionText(after);
  return `{"before":${positionText(before)},"after":${then},${JSON.stringify(rest).slice(1)}`;
}

function positionText({ flow, misses }: Position): string {
  const text = flow === null ? "null" : (texts.get(flow) ?? JSON.stringify(flow));
  if (flow !== null) texts.set(flow, text);
  return `{"flow":${text},"misses":${misses}}`;
}

/** undefined: the state belongs to another kind of dialogue, because the clinic's mode changed during the call. */
export function readFlowDialogueState(json: string): FlowDialogueState | undefined {
  return stateSchema.safeParse(JSON.parse(json)).data;
}

export interface FlowDialoguePorts {
  readonly flow: Flow;
  readonly options: Partial<EngineOptions>;
  /** Makes the decisions, extractions and wording of this call; its work ends with the signal. */
  brain(call: DialogueCall, signal: AbortSignal): Brain;
  readonly scripts: ScriptRunner;
  readonly clock: Clock;
  readonly wait: Wait;
}
