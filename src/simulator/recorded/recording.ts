import * as z from "zod";
import type { FleetCall } from "../../domain/call/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { FlowSnapshot } from "../../flow/session/state.ts";
import { isTranscriptItem } from "../../flow/trace.ts";
import type { RecordedTool } from "../scenario/schema.ts";

export type CallerInput =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "digits"; readonly text: string }
  | { readonly kind: "silence"; readonly ms: number };

/** A node that the call moved on to. */
export interface Move {
  readonly to: string;
  readonly isReturn: boolean;
}

/** A caller's turn, and everything that followed until the caller's next one. */
export interface Segment {
  /** undefined: the call's opening. */
  readonly input: CallerInput | undefined;
  readonly moves: readonly Move[];
  readonly tools: readonly RecordedTool[];
  /** How many sentences the agent said. */
  readonly said: number;
}

/** A call as it was recorded. */
export interface Recording {
  readonly callId: string;
  readonly direction: "inbound" | "outbound";
  readonly startedAt: number;
  readonly segments: readonly Segment[];
  /** Retell's `disconnection_reason`. */
  readonly reason: string;
  readonly outcome: string | null;
  readonly patientNumber: string | null;
  /** The variables that the call began with, overridden by those it collected. */
  readonly variables: Readonly<Record<string, string>>;
  /** The variables that the call began with; the same as `variables` if its first event is gone. */
  readonly began: Readonly<Record<string, string>>;
}

const text = z.string().catch("");

/** The items of `transcript_with_tool_calls` that are needed (docs/retell.md 5.4). */
const itemSchema = z.discriminatedUnion("role", [
  z.object({ role: z.enum(["agent", "user"]), content: text }),
  z.object({ role: z.literal("tool_call_invocation"), tool_call_id: text, name: text, arguments: text }),
  z.object({
    role: z.literal("tool_call_result"),
    tool_call_id: text,
    content: text,
    successful: z.boolean().nullable().catch(null),
  }),
  z.object({ role: z.literal("node_transition"), new_node_id: z.string(), transition_type: text }),
  z.object({ role: z.literal("dtmf"), digit: text }),
]);

type Item = z.infer<typeof itemSchema>;

type StoredCall = Pick<
  FleetCall,
  | "callId"
  | "transcriptJson"
  | "direction"
  | "reason"
  | "startedAt"
  | "calledAt"
  | "outcome"
  | "patientNumber"
  | "variablesJson"
>;

const startedSchema = z.object({
  call: z.object({ retell_llm_dynamic_variables: z.record(z.string(), z.unknown()) }),
});

/**
 * @param started the body of the call's `call_started` event @throws invalid when the record does not show what the
 * flow did
 */
export function readRecording(call: StoredCall, started?: string): Recording {
  const { callId, transcriptJson, direction, reason } = call;
  const items = itemsOf(transcriptJson);
  if (!items.some(({ role }) => role === "node_transition")) {
    throw new AscendiaError("invalid", `Call ${callId} has no transcript with nodes and tools.`, {
      hint: `Only a call that Retell led through the flow has one, until retention removes it. See it with: ascendia call:show ${callId}`,
    });
  }
  if (reason === null) {
    throw new AscendiaError("invalid", `Call ${callId} is not over yet.`, { hint: "Try again once it has ended." });
  }
  const began = startedSchema.safeParse(started === undefined ? null : JSON.parse(started));
  return {
    callId,
    direction: direction === "outbound" ? "outbound" : "inbound",
    startedAt: call.startedAt ?? call.calledAt,
    segments: segmentsOf(items),
    reason,
    outcome: call.outcome,
    patientNumber: call.patientNumber,
    variables: variablesOf(call.variablesJson),
    began: began.success ? textsOf(began.data.call.retell_llm_dynamic_variables) : variablesOf(call.variablesJson),
  };
}

function itemsOf(json: string | null): readonly Item[] {
  const items: unknown = json === null ? [] : JSON.parse(json);
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) => {
    const parsed = itemSchema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

function variablesOf(json: string | null): Readonly<Record<string, string>> {
  const all: unknown = json === null ? {} : JSON.parse(json);
  return typeof all === "object" && all !== null ? textsOf(all) : {};
}

function textsOf(values: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plainText(value)]));
}

function plainText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function segmentsOf(items: readonly Item[]): readonly Segment[] {
  const segments: Item[][] = [[]];
  for (const [index, item] of items.entries()) {
    if (isCallers(item) && !isContinued(item, items[index - 1])) segments.push([item]);
    else segments.at(-1)?.push(item);
  }
  return segments.map((of) => segment(of, items));
}

function isCallers({ role }: Item): boolean {
  return role === "user" || role === "dtmf";
}

/** Consecutive sentences or keys with nothing in between are one turn. */
function isContinued(item: Item, before: Item | undefined): boolean {
  return before !== undefined && before.role === item.role;
}

function segment(items: readonly Item[], all: readonly Item[]): Segment {
  const results = new Map(all.flatMap((item) => (item.role === "tool_call_result" ? [[item.tool_call_id, item]] : [])));
  return {
    input: inputOf(items),
    moves: items.flatMap((item) =>
      item.role === "node_transition"
        ? [{ to: item.new_node_id, isReturn: item.transition_type === "global_go_back" }]
        : [],
    ),
    tools: items.flatMap((item) =>
      item.role === "tool_call_invocation" ? [toolOf(item, results.get(item.tool_call_id))] : [],
    ),
    said: items.filter(({ role }) => role === "agent").length,
  };
}

function inputOf(items: readonly Item[]): CallerInput | undefined {
  const keys = items.flatMap((item) => (item.role === "dtmf" ? [item.digit] : []));
  if (keys.length > 0) return { kind: "digits", text: keys.join("") };
  const words = items.flatMap((item) => (item.role === "user" ? [item.content] : []));
  return words.length === 0 ? undefined : { kind: "say", text: words.join(" ") };
}

type Invocation = Extract<Item, { role: "tool_call_invocation" }>;
type Result = Extract<Item, { role: "tool_call_result" }>;

function toolOf({ name, arguments: args }: Invocation, result: Result | undefined): RecordedTool {
  const call = { tool: name, args: objectOf(args) };
  if (result === undefined) return { ...call, failed: "no answer" };
  if (result.successful === false) return { ...call, failed: result.content };
  return { ...call, answer: jsonOrText(result.content) };
}

function objectOf(json: string): Record<string, unknown> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(jsonOrText(json));
  return parsed.success ? parsed.data : {};
}

function jsonOrText(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}

/** A call that a person typed, as if Retell had kept it. */
export function recordingOfTyped({ call, trace, collected, ended }: FlowSnapshot): Recording {
  return readRecording({
    callId: call.callId,
    direction: "inbound",
    startedAt: call.startedAt,
    calledAt: call.startedAt,
    transcriptJson: JSON.stringify(trace.filter(isTranscriptItem)),
    variablesJson: JSON.stringify({ ...call.variables, ...collected }),
    reason: ended?.reason ?? "user_hangup",
    outcome: null,
    patientNumber: call.fromNumber ?? null,
  });
}
