import { MINUTE_MS } from "../../../clock.ts";
import type { JobOrder } from "../../job/ports.ts";
import { type CallSnapshot, type ReadSnapshot, type Turn, readSnapshot, readTranscript } from "./call-snapshot.ts";
import {
  type Attribution,
  type CallStatus,
  type Call,
  type CallOutcome,
  furthestStatus,
  isOver,
  callOutcomes,
  disconnection,
} from "../call.ts";
import { type Transfer, readAnalysis } from "./call-analysis.ts";
import type { CallChange, CallEvent, FleetCall, KnownOfCall } from "../ports.ts";

interface DescribedEvent extends CallEvent, ReadSnapshot {}

/** How late in a call each event is sent; later events know more. Unknown kinds rank lowest. */
const STAGES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    call_started: 1,
    transcript_updated: 2,
    transfer_started: 3,
    transfer_bridged: 4,
    transfer_cancelled: 4,
    transfer_ended: 5,
    call_ended: 6,
    call_analyzed: 7,
  }),
);

/** From this stage on, events hold the whole transcript. */
const WHOLE = 6;

/**
 * The call as all its events describe it. Events are applied in the order of the call, not of arrival, so the record
 * does not depend on the order of arrival or on repetitions.
 * @returns undefined when no event is about a call
 */
export function describeCall(
  callId: string,
  { events: stored, call: before }: KnownOfCall,
  now: number,
): CallChange | undefined {
  const events = stored.flatMap(readEvent).toSorted(byStage);
  if (events.length === 0) return undefined;
  const facts = latestFacts(events, before);
  const status = furthestStatus(events.map((event) => event.status));
  const startedAt = facts("startedAt");
  const endedAt = facts("endedAt") ?? endOf(events, status);
  const transcriptJson = transcriptOf(events) ?? before?.transcriptJson ?? null;
  const reason = facts("reason");
  const analysisJson = facts("analysisJson");
  const call: FleetCall = {
    callId,
    ...ownerOf(events, before),
    direction: facts("direction") ?? "inbound",
    status,
    patientNumber: facts("patientNumber"),
    clinicNumber: facts("clinicNumber"),
    agentId: facts("agentId"),
    agentVersion: facts("agentVersion"),
    calledAt: startedAt ?? endedAt ?? earliest(events),
    startedAt,
    endedAt,
    durationMs: facts("durationMs"),
    reason,
    outcome: outcomeOf({ status, reason, analysisJson, transcriptJson })?.outcome ?? null,
    transcriptJson,
    transfersJson: transfersOf(events),
    variablesJson: facts("variablesJson"),
    analysisJson,
    metadataJson: facts("metadataJson"),
    costCents: facts("costCents"),
    latencyP50Ms: facts("latencyP50Ms"),
    latencyP99Ms: facts("latencyP99Ms"),
    analyzedAt: receiptOf(events, "call_analyzed"),
    updatedAt: now,
  };
  return { call, orders: ordersFor(call, now) };
}

function readEvent(event: CallEvent): readonly DescribedEvent[] {
  const read = readSnapshot(event.body);
  return read === undefined ? [] : [{ ...event, ...read }];
}

function byStage(one: DescribedEvent, other: DescribedEvent): number {
  return stageOf(one) - stageOf(other) || (one.key < other.key ? -1 : 1);
}

function stageOf({ event }: DescribedEvent): number {
  return STAGES.get(event) ?? 0;
}

/**
 * The latest value of a fact. If no stored event holds the fact any longer, because events are erased over time, it
 * keeps its value.
 */
function latestFacts(events: readonly DescribedEvent[], before: FleetCall | undefined) {
  return <Name extends keyof CallSnapshot>(name: Name): (CallSnapshot[Name] & {}) | FleetCall[Name] | null => {
    for (const { facts } of events.toReversed()) {
      const value = facts[name];
      if (value !== undefined) return value;
    }
    return before?.[name] ?? null;
  };
}

/** The fullest transcript of an ended call; until then the latest one. */
function transcriptOf(events: readonly DescribedEvent[]): string | undefined {
  const sent = events.filter(({ transcript }) => transcript !== undefined);
  const whole = sent.filter((event) => stageOf(event) >= WHOLE);
  const fullest = Math.max(...whole.map(({ transcript }) => transcript?.fullness ?? 0));
  const last = whole.findLast(({ transcript }) => transcript?.fullness === fullest) ?? sent.at(-1);
  return last?.transcript?.json;
}

/** The clinic, if every event that names one names the same. */
function ownerOf(
  events: readonly DescribedEvent[],
  before: FleetCall | undefined,
): Pick<FleetCall, "clinicId" | "attribution"> {
  const owners = new Set(events.flatMap(({ clinicId }) => (clinicId === null ? [] : [clinicId])));
  if (owners.size > 1 || events.some(({ attribution }) => attribution === "contradicted"))
    return noOwner("contradicted");
  const [clinicId] = owners;
  if (clinicId !== undefined) return { clinicId, attribution: "known" };
  return before === undefined ? noOwner("unknown") : { clinicId: before.clinicId, attribution: before.attribution };
}

function noOwner(attribution: Attribution) {
  return { clinicId: null, attribution };
}

function earliest(events: readonly DescribedEvent[]): number {
  return Math.min(...events.map(({ receivedAt }) => receivedAt));
}

/** Calls that never connected may come without times. */
function endOf(events: readonly DescribedEvent[], status: CallStatus): number | null {
  if (!isOver(status)) return null;
  return receiptOf(events, "call_ended") ?? earliest(events);
}

function receiptOf(events: readonly DescribedEvent[], name: string): number | null {
  return events.find(({ event }) => event === name)?.receivedAt ?? null;
}

function transfersOf(events: readonly DescribedEvent[]): string | null {
  const transfers = events
    .filter(({ event }) => event.startsWith("transfer_"))
    .map(({ event, destination, receivedAt }): Transfer => ({ event, destination, receivedAt }));
  return transfers.length === 0 ? null : JSON.stringify(transfers);
}

/** The analysis usually follows within two minutes of a call and gives a better outcome than the call's ending. */
const ANALYSIS_AWAITED_MS = 2 * MINUTE_MS;

const SUMMARY_AWAITED_MS = 10 * MINUTE_MS;

/** The jobs that follow a finished call; each is ordered once, however many events arrive (JobOrder.key). */
function ordersFor({ callId, clinicId, status, analyzedAt }: FleetCall, now: number): readonly JobOrder[] {
  if (clinicId === null || !isOver(status)) return [];
  const payload = JSON.stringify({ callId });
  const outcome = (key: string, dueAt: number) => ({ kind: "call-outcome", key: `${callId}:${key}`, payload, dueAt });
  const over = { kind: "call-over", key: callId, payload, dueAt: now };
  const summary = (dueAt: number) => ({ kind: "call-summary", key: callId, payload, dueAt });
  if (analyzedAt === null)
    return [over, outcome("ended", now + ANALYSIS_AWAITED_MS), summary(now + SUMMARY_AWAITED_MS)];
  return [over, outcome("ended", now + ANALYSIS_AWAITED_MS), outcome("analyzed", now), summary(now)];
}

type OutcomeFacts = Pick<Call, "status" | "reason" | "analysisJson" | "transcriptJson">;

/**
 * An outcome and its source: the analysis, what the agent's tools did, or how the call ended. Each takes precedence
 * over the next.
 */
export interface OutcomeOfCall {
  readonly outcome: CallOutcome;
  readonly basis: "analysis" | "tools" | "ending";
}

/** null: the call is not over. */
export function outcomeOf(call: OutcomeFacts): OutcomeOfCall | null {
  if (!isOver(call.status)) return null;
  const analysed = ofAnalysis(call);
  if (analysed !== undefined) return { outcome: analysed, basis: "analysis" };
  const done = ofTools(call);
  if (done !== undefined) return { outcome: done, basis: "tools" };
  return { outcome: ofEnding(call), basis: "ending" };
}

function ofAnalysis({ analysisJson }: OutcomeFacts): CallOutcome | undefined {
  const { custom_analysis_data: found, in_voicemail: inVoicemail } = readAnalysis(analysisJson);
  const named = callOutcomes.find((outcome) => outcome === found?.["outcome"]);
  // The analysis must choose one of its outcomes, and voicemail is not among them, so for a voicemail it reports
  // `no_outcome`.
  if (inVoicemail === true && (named === undefined || named === "no_outcome")) return "voicemail";
  return named;
}

/** The outcome of a tool when this field of its answer is "true"; the first match in this list counts. */
const DONE_BY_TOOLS: readonly (readonly [tool: string, word: string, outcome: CallOutcome])[] = [
  ["opt_out", "opted_out", "opted_out"],
  ["book_appointment", "booked", "booked"],
  ["accept_slot", "booked", "booked"],
  ["reschedule_appointment", "rescheduled", "rescheduled"],
  ["cancel_appointment", "cancelled", "cancelled"],
  ["confirm_appointment", "confirmed", "confirmed"],
  ["request_callback", "requested", "callback_requested"],
];

function ofTools({ transcriptJson }: OutcomeFacts): CallOutcome | undefined {
  const turns = readTranscript(transcriptJson);
  return DONE_BY_TOOLS.find(([tool, word]) => hasDone(turns, tool, word))?.[2];
}

function hasDone(turns: readonly Turn[], tool: string, word: string): boolean {
  const calls = new Set(turns.flatMap((turn) => (turn.kind === "tool" && turn.name === tool ? [turn.id] : [])));
  return turns.some((turn) => turn.kind === "result" && calls.has(turn.id) && saysTrue(turn.content, word));
}

/** A tool's answer should be JSON text, but Retell passes on whatever the server sent. */
function saysTrue(content: string, word: string): boolean {
  try {
    const answer: unknown = JSON.parse(content);
    return typeof answer === "object" && answer !== null && Reflect.get(answer, word) === "true";
  } catch {
    return false;
  }
}

/** For an unknown reason, the status decides. */
function ofEnding({ status, reason }: OutcomeFacts): CallOutcome {
  const known = reason === null ? undefined : disconnection(reason);
  return known?.outcome ?? (status === "ended" ? "no_outcome" : "failed");
}
