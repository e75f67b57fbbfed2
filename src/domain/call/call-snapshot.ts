import { z } from "zod";
import { callContextSchema } from "./call-context.ts";
import type { Call, CallStatus } from "./call.ts";
import { callStatus, furthestStatus } from "./call-status.ts";
import { disconnection } from "./disconnection.ts";
import { turnsOfText } from "./transcript.ts";

const text = z.string().optional().catch(undefined);
const decimal = z.number().optional().catch(undefined);
const whole = z.int().optional().catch(undefined);
const turns = z.array(z.record(z.string(), z.unknown())).optional().catch(undefined);
const record = z.record(z.string(), z.unknown()).optional().catch(undefined);

/** Every field may be missing, or be something else than is expected. */
const callSchema = callContextSchema.extend({
  call_type: text,
  call_status: text,
  agent_id: text,
  agent_version: whole,
  start_timestamp: whole,
  end_timestamp: whole,
  duration_ms: whole,
  disconnection_reason: text,
  transcript: text,
  transcript_object: turns,
  transcript_with_tool_calls: turns,
  collected_dynamic_variables: record,
  call_analysis: record,
  call_cost: z.object({ combined_cost: decimal }).optional().catch(undefined),
  latency: z
    .object({ e2e: z.object({ p50: decimal, p99: decimal }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

type SentCall = z.output<typeof callSchema>;

const eventSchema = z.object({ event: z.string(), call: callSchema, transfer_destination: record });

/** What is not told by one event, but by all of them together. */
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

/** What one event tells of a call; what it does not tell is undefined. */
export type CallSnapshot = {
  readonly [Name in Exclude<keyof Call, Concluded>]: NonNullable<Call[Name]> | undefined;
};

export interface SentTranscript {
  readonly json: string;
  /** 3 with tools and nodes, 2 by turns, 1 as a text. */
  readonly fullness: number;
}

export interface ReadSnapshot {
  readonly facts: CallSnapshot;
  readonly status: CallStatus;
  readonly transcript: SentTranscript | undefined;
  /** Where a transfer goes. */
  readonly destination: string | null;
}

/** undefined: the event is not about a call. */
export function readSnapshot(body: string): ReadSnapshot | undefined {
  const parsed = eventSchema.safeParse(JSON.parse(body));
  if (!parsed.success) return undefined;
  const { event, call, transfer_destination: destination } = parsed.data;
  const number = destination?.["number"];
  return {
    facts: { ...identity(call), ...times(call), ...said(call), ...measured(call) },
    status: statusOf(event, call),
    transcript: transcriptOf(call),
    destination: typeof number === "string" ? number : null,
  };
}

function identity(call: SentCall) {
  const direction = directionOf(call);
  const ends = direction === "outbound" ? [call.to_number, call.from_number] : [call.from_number, call.to_number];
  const [patientNumber, clinicNumber] = ends.map((end) => (end !== undefined && E164.test(end) ? end : undefined));
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
  const measuredMs = start === undefined || end === undefined ? undefined : Math.max(0, end - start);
  return { startedAt: start, endedAt: end, durationMs: duration ?? measuredMs, reason };
}

function said(call: SentCall) {
  const began = call.retell_llm_dynamic_variables;
  const collected = call.collected_dynamic_variables;
  const variables = began === undefined && collected === undefined ? undefined : { ...began, ...collected };
  return { variablesJson: json(variables), metadataJson: json(call.metadata), analysisJson: json(call.call_analysis) };
}

function transcriptOf(call: SentCall): SentTranscript | undefined {
  const ways = [call.transcript_with_tool_calls, call.transcript_object, turnsOfText(call.transcript ?? "")];
  const best = ways.findIndex((way) => way !== undefined && way.length > 0);
  const sent = ways[best]?.map(({ words: _, ...turn }: Readonly<Record<string, unknown>>) => turn);
  return sent === undefined ? undefined : { json: JSON.stringify(sent), fullness: ways.length - best };
}

function measured({ call_cost: cost, latency }: SentCall) {
  return { costCents: cost?.combined_cost, latencyP50Ms: latency?.e2e?.p50, latencyP99Ms: latency?.e2e?.p99 };
}

const STATUS_BY_EVENT: ReadonlyMap<string, CallStatus> = new Map([
  ["call_started", "ongoing"],
  ["transcript_updated", "ongoing"],
  ["call_ended", "ended"],
  ["call_analyzed", "ended"],
]);

/** A status that this version does not know is told by what the event says besides. */
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

function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
