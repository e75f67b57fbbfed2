import { z } from "zod";
import { countryOfTelephone, lineInCountry } from "../../clinic/telephone/telephone.ts";
import { callContextSchema } from "../line/call-context.ts";
import { type Call, type CallStatus, callStatus, disconnection, furthestStatus } from "../call.ts";
import { EARLIEST_CALL_MS, LATEST_CALL_MS, LONGEST_CALL_MS } from "../field-limits.ts";

/** One item of a call's transcript (docs/retell.md 5.4). */
export type Turn =
  | { readonly kind: "said"; readonly by: string; readonly text: string }
  | { readonly kind: "tool"; readonly id: string; readonly name: string; readonly args: string }
  | { readonly kind: "result"; readonly id: string; readonly content: string; readonly successful: boolean | null }
  | { readonly kind: "node"; readonly from: string; readonly to: string; readonly how: string }
  | { readonly kind: "dtmf"; readonly digit: string };

const turnText = z.string().catch("");

/** Readers by `role`. An item with any other role counts as spoken by that role, if it has words. */
const READERS: ReadonlyMap<string, z.ZodType<Turn>> = new Map<string, z.ZodType<Turn>>([
  [
    "tool_call_invocation",
    z
      .object({ tool_call_id: turnText, name: turnText, arguments: turnText })
      .transform(({ tool_call_id: id, name, arguments: args }) => ({ kind: "tool" as const, id, name, args })),
  ],
  [
    "tool_call_result",
    z
      .object({ tool_call_id: turnText, content: turnText, successful: z.boolean().nullable().catch(null) })
      .transform(({ tool_call_id: id, ...result }) => ({ kind: "result" as const, id, ...result })),
  ],
  [
    "node_transition",
    z.object({ former_node_name: turnText, new_node_name: turnText, transition_type: turnText }).transform((node) => ({
      kind: "node" as const,
      from: node.former_node_name,
      to: node.new_node_name,
      how: node.transition_type,
    })),
  ],
  ["dtmf", z.object({ digit: turnText }).transform(({ digit }) => ({ kind: "dtmf" as const, digit }))],
]);

const spokenTurn: z.ZodType<Turn> = z
  .object({ role: z.string(), content: z.string() })
  .transform(({ role: by, content }) => ({ kind: "said" as const, by, text: content }));

/** The turns of a transcript, without items that are not turns. */
export function readTranscript(json: string | null): readonly Turn[] {
  const items: unknown = json === null ? [] : JSON.parse(json);
  return Array.isArray(items) ? items.flatMap((item: unknown) => readTurn(item)) : [];
}

function readTurn(item: unknown): readonly Turn[] {
  if (typeof item !== "object" || item === null || !("role" in item) || typeof item.role !== "string") return [];
  const read = (READERS.get(item.role) ?? spokenTurn).safeParse(item);
  return read.success ? [read.data] : [];
}

/** Turns of a plain transcript (`Agent: …`, `User: …` lines); a line without a speaker continues the previous one. */
export function turnsOfText(transcript: string): readonly { readonly role: string; readonly content: string }[] {
  const turns: { role: string; content: string }[] = [];
  for (const line of transcript.split("\n")) {
    const [, speaker, words] = /^(Agent|User|Transfer Target): ?(.*)$/u.exec(line) ?? [];
    const last = turns.at(-1);
    if (speaker !== undefined) turns.push({ role: speaker.toLowerCase().replace(" ", "_"), content: words ?? "" });
    else if (last !== undefined) last.content += `\n${line}`;
    else if (line !== "") turns.push({ role: "unknown", content: line });
  }
  return turns;
}

const text = z.string().optional().catch(undefined);

const whole = z.int().optional().catch(undefined);

/** A time that no call can have counts as missing. */
const instant = z.int().min(EARLIEST_CALL_MS).max(LATEST_CALL_MS).optional().catch(undefined);

const span = z.int().min(0).max(LONGEST_CALL_MS).optional().catch(undefined);

const latencyMs = z.number().min(0).max(LONGEST_CALL_MS).optional().catch(undefined);

/** In cents, up to more than any call costs. */
const cost = z.number().min(0).max(1_000_000).optional().catch(undefined);

const turns = z.array(z.record(z.string(), z.unknown())).optional().catch(undefined);

const record = z.record(z.string(), z.unknown()).optional().catch(undefined);

/** Every field may be missing or malformed. */
const callSchema = callContextSchema.extend({
  call_type: text,
  call_status: text,
  agent_id: text,
  agent_version: whole,
  start_timestamp: instant,
  end_timestamp: instant,
  duration_ms: span,
  disconnection_reason: text,
  transcript: text,
  transcript_object: turns,
  transcript_with_tool_calls: turns,
  collected_dynamic_variables: record,
  call_analysis: record,
  call_cost: z.object({ combined_cost: cost }).optional().catch(undefined),
  latency: z
    .object({ e2e: z.object({ p50: latencyMs, p99: latencyMs }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

type SentCall = z.output<typeof callSchema>;

const eventSchema = z.object({ event: z.string(), call: callSchema, transfer_destination: record });

/** Facts derived from all events together, not from one. */
type Concluded =
  | "callId"
  | "attribution"
  | "calledAt"
  | "status"
  | "outcome"
  | "transcriptJson"
  | "transfersJson"
  | "analyzedAt"
  | "updatedAt";

/** What one event reports about a call; facts that it leaves out are undefined. */
export type CallSnapshot = {
  readonly [Name in Exclude<keyof Call, Concluded>]: NonNullable<Call[Name]> | undefined;
};

interface SentTranscript {
  readonly json: string;
  /** 3: with tools and nodes; 2: as turns; 1: as one text. */
  readonly fullness: number;
}

export interface ReadSnapshot {
  readonly facts: CallSnapshot;
  readonly status: CallStatus;
  readonly transcript: SentTranscript | undefined;
  /** Where a transfer goes to. */
  readonly destination: string | null;
}

/** undefined: the event is not about a call. */
export function readSnapshot(body: string): ReadSnapshot | undefined {
  const parsed = eventSchema.safeParse(JSON.parse(body));
  if (!parsed.success) return undefined;
  const { event, call, transfer_destination: destination } = parsed.data;
  const number = destination?.["number"];
  return {
    facts: { ...identity(call), ...times(call), ...variablesOf(call), ...measured(call) },
    status: statusOf(event, call),
    transcript: transcriptOf(call),
    destination: typeof number === "string" ? number : null,
  };
}

function identity(call: SentCall) {
  const direction = directionOf(call);
  const ends = direction === "outbound" ? [call.to_number, call.from_number] : [call.from_number, call.to_number];
  const [patientEnd = "", clinicEnd = ""] = ends;
  const clinicNumber = E164.test(clinicEnd) ? clinicEnd : undefined;
  // A trunk sends callers' numbers in the national form of its own number's country.
  const patientLine = lineInCountry(patientEnd, countryOfTelephone(clinicEnd) ?? "") ?? "";
  const patientNumber = E164.test(patientLine) ? patientLine : undefined;
  return { direction, patientNumber, clinicNumber, agentId: call.agent_id, agentVersion: call.agent_version };
}

const E164 = /^\+\d{3,15}$/u;

function directionOf({ call_type: type, direction }: SentCall): Call["direction"] | undefined {
  if (type === "web_call") return "web";
  return direction === "inbound" || direction === "outbound" ? direction : undefined;
}

function times({
  start_timestamp: start,
  end_timestamp: end,
  duration_ms: duration,
  disconnection_reason: reason,
}: SentCall) {
  const measuredMs =
    start === undefined || end === undefined ? undefined : Math.min(LONGEST_CALL_MS, Math.max(0, end - start));
  return { startedAt: start, endedAt: end, durationMs: duration ?? measuredMs, reason };
}

function variablesOf(call: SentCall) {
  const began = call.retell_llm_dynamic_variables;
  const collected = call.collected_dynamic_variables;
  const variables = began === undefined && collected === undefined ? undefined : { ...began, ...collected };
  return {
    variablesJson: jsonText(variables),
    metadataJson: jsonText(call.metadata),
    analysisJson: jsonText(call.call_analysis),
  };
}

function transcriptOf(call: SentCall): SentTranscript | undefined {
  const ways = [call.transcript_with_tool_calls, call.transcript_object, turnsOfText(call.transcript ?? "")];
  const best = ways.findIndex((way) => way !== undefined && way.length > 0);
  const sent = ways[best]?.map(({ words: _, ...turn }: Readonly<Record<string, unknown>>) => turn);
  return sent === undefined ? undefined : { json: JSON.stringify(sent), fullness: ways.length - best };
}

function measured({ call_cost: price, latency }: SentCall) {
  return { costCents: price?.combined_cost, latencyP50Ms: latency?.e2e?.p50, latencyP99Ms: latency?.e2e?.p99 };
}

const STATUS_BY_EVENT: ReadonlyMap<string, CallStatus> = new Map([
  ["call_started", "ongoing"],
  ["transcript_updated", "ongoing"],
  ["call_ended", "ended"],
  ["call_analyzed", "ended"],
]);

/** A status unknown to this version is inferred from the rest of the event. */
function statusOf(event: string, call: SentCall): CallStatus {
  const { start_timestamp: start, end_timestamp: end, disconnection_reason: reason } = call;
  return furthestStatus([
    start === undefined ? undefined : "ongoing",
    STATUS_BY_EVENT.get(event),
    end === undefined ? undefined : "ended",
    reason === undefined ? undefined : (disconnection(reason)?.status ?? "ended"),
    callStatus(call.call_status),
  ]);
}

function jsonText(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
