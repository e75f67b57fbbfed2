import { MINUTE_MS } from "../../clock.ts";
import type { JobOrder } from "../job/ports.ts";
import { type CallSnapshot, type ReadSnapshot, readSnapshot } from "./call-snapshot.ts";
import { type Attribution, type CallStatus, type Transfer, furthestStatus, isOver } from "./call.ts";
import { outcomeOf } from "./outcome-of-call.ts";
import type { CallChange, CallEvent, FleetCall, KnownOfCall } from "./ports.ts";

interface ToldEvent extends CallEvent, ReadSnapshot {}

/** How late in a call an event is sent; an event tells more than those before it. Kinds yet unknown tell least. */
const STAGES: Readonly<Record<string, number>> = {
  call_started: 1,
  transcript_updated: 2,
  transfer_started: 3,
  transfer_bridged: 4,
  transfer_cancelled: 4,
  transfer_ended: 5,
  call_ended: 6,
  call_analyzed: 7,
};

/** From this stage on. */
const WHOLE = 6;

/**
 * The call as all its events together tell it. They are read in the order of the call and not of their arrival, so
 * that the record is the same whichever came first, and however often.
 * @returns undefined when none of them is about a call
 */
export function describeCall(
  callId: string,
  { events, call: before }: KnownOfCall,
  now: number,
): CallChange | undefined {
  const told = events.flatMap(toldEvent).toSorted(byStage);
  if (told.length === 0) return undefined;
  const facts = known(told, before);
  const status = furthestStatus(told.map((event) => event.status));
  const startedAt = facts("startedAt");
  const endedAt = facts("endedAt") ?? endOf(told, status);
  const transcriptJson = transcriptOf(told) ?? before?.transcriptJson ?? null;
  const reason = facts("reason");
  const analysisJson = facts("analysisJson");
  const call: FleetCall = {
    callId,
    ...ownerOf(told, before),
    direction: facts("direction") ?? "inbound",
    status,
    patientNumber: facts("patientNumber"),
    clinicNumber: facts("clinicNumber"),
    agentId: facts("agentId"),
    agentVersion: facts("agentVersion"),
    calledAt: startedAt ?? endedAt ?? earliest(told),
    startedAt,
    endedAt,
    durationMs: facts("durationMs"),
    reason,
    outcome: outcomeOf({ status, reason, analysisJson, transcriptJson })?.outcome ?? null,
    transcriptJson,
    transfersJson: transfersOf(told),
    variablesJson: facts("variablesJson"),
    analysisJson,
    metadataJson: facts("metadataJson"),
    costCents: facts("costCents"),
    latencyP50Ms: facts("latencyP50Ms"),
    latencyP99Ms: facts("latencyP99Ms"),
    analyzedAt: receiptOf(told, "call_analyzed"),
    updatedAt: now,
  };
  return { call, orders: ordersFor(call, now) };
}

function toldEvent(event: CallEvent): readonly ToldEvent[] {
  const read = readSnapshot(event.body);
  return read === undefined ? [] : [{ ...event, ...read }];
}

function byStage(one: ToldEvent, other: ToldEvent): number {
  return stageOf(one) - stageOf(other) || (one.key < other.key ? -1 : 1);
}

function stageOf({ event }: ToldEvent): number {
  return STAGES[event] ?? 0;
}

/** The last word on a fact; what no event tells any more is as it was, for events are not kept for ever. */
function known(told: readonly ToldEvent[], before: FleetCall | undefined) {
  return <Name extends keyof CallSnapshot>(name: Name): (CallSnapshot[Name] & {}) | FleetCall[Name] | null => {
    for (const { facts } of told.toReversed()) {
      const value = facts[name];
      if (value !== undefined) return value;
    }
    return before?.[name] ?? null;
  };
}

/** Of a call that is over its end tells it whole, the fullest of several; until then the latest event does. */
function transcriptOf(told: readonly ToldEvent[]): string | undefined {
  const sent = told.filter(({ transcript }) => transcript !== undefined);
  const whole = sent.filter((event) => stageOf(event) >= WHOLE);
  const fullest = Math.max(...whole.map(({ transcript }) => transcript?.fullness ?? 0));
  const last = whole.findLast(({ transcript }) => transcript?.fullness === fullest) ?? sent.at(-1);
  return last?.transcript?.json;
}

/** Of one clinic when all that name a clinic name the same. */
function ownerOf(
  told: readonly ToldEvent[],
  before: FleetCall | undefined,
): Pick<FleetCall, "clinicId" | "attribution"> {
  const owners = new Set(told.flatMap(({ clinicId }) => (clinicId === null ? [] : [clinicId])));
  if (owners.size > 1 || told.some(({ attribution }) => attribution === "contradicted")) return nobody("contradicted");
  const [clinicId] = owners;
  if (clinicId !== undefined) return { clinicId, attribution: "known" };
  return before === undefined ? nobody("unknown") : { clinicId: before.clinicId, attribution: before.attribution };
}

function nobody(attribution: Attribution) {
  return { clinicId: null, attribution };
}

function earliest(told: readonly ToldEvent[]): number {
  return Math.min(...told.map(({ receivedAt }) => receivedAt));
}

/** Calls that never connected may come without times. */
function endOf(told: readonly ToldEvent[], status: CallStatus): number | null {
  if (!isOver(status)) return null;
  return receiptOf(told, "call_ended") ?? earliest(told);
}

function receiptOf(told: readonly ToldEvent[], name: string): number | null {
  return told.find(({ event }) => event === name)?.receivedAt ?? null;
}

function transfersOf(told: readonly ToldEvent[]): string | null {
  const transfers = told
    .filter(({ event }) => event.startsWith("transfer_"))
    .map(({ event, destination, receivedAt }): Transfer => ({ event, destination, receivedAt }));
  return transfers.length === 0 ? null : JSON.stringify(transfers);
}

/** Its analysis usually follows a call within a minute or two, and says more than how it ended. */
const ANALYSIS_AWAITED_MS = 2 * MINUTE_MS;
const SUMMARY_AWAITED_MS = 10 * MINUTE_MS;

/** What follows from a call once it is over; each is ordered once, however often the call is told (JobOrder.key). */
function ordersFor({ callId, clinicId, status, analyzedAt }: FleetCall, now: number): readonly JobOrder[] {
  if (clinicId === null || !isOver(status)) return [];
  const payload = JSON.stringify({ callId });
  const outcome = (key: string, dueAt: number) => ({ kind: "call-outcome", key: `${callId}:${key}`, payload, dueAt });
  const summary = (dueAt: number) => ({ kind: "call-summary", key: callId, payload, dueAt });
  if (analyzedAt === null) return [outcome("ended", now + ANALYSIS_AWAITED_MS), summary(now + SUMMARY_AWAITED_MS)];
  return [outcome("ended", now + ANALYSIS_AWAITED_MS), outcome("analyzed", now), summary(now)];
}
