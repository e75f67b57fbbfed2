import { checkDigits } from "../check-digits.ts";
import { z } from "zod";
import type { Clock } from "../../../clock.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { ClinicDirectory } from "../../clinic/ports.ts";
import type { JobHandler, JobOrder } from "../../job/ports.ts";
import { type CallContext, type ClinicOfCall, callContextSchema, clinicOfCall } from "../line/call-context.ts";
import { describeCall } from "./describe-call.ts";
import { isPlainId, TEXT_LIMITS, cutText } from "../field-limits.ts";
import type {
  CallEvent,
  CallEventRecords,
  CallEventStore,
  CallLedger,
  FleetCall,
  FleetCalls,
  TranscriptRedaction,
} from "../ports.ts";
import { redactEvent } from "./test-event.ts";

/** An incoming event, or the change it made to its call. */
export type CallNews =
  | { readonly kind: "event"; readonly at: number; readonly event: CallEvent }
  | { readonly kind: "call"; readonly at: number; readonly call: FleetCall };

interface FollowPorts {
  readonly events: Pick<CallEventRecords, "since">;
  readonly calls: Pick<FleetCalls, "changedSince">;
}

/** @returns a function that returns everything new since its last call, oldest first */
export function followCalls(fromAt: number, { events, calls }: FollowPorts): () => Promise<readonly CallNews[]> {
  const arrived = followRows<CallEvent>(fromAt, {
    atOf: ({ receivedAt }) => receivedAt,
    nameOf: ({ receivedAt, key }) => `${receivedAt} ${key}`,
    read: (since, limit) => events.since(since, limit),
  });
  const changed = followChangedCalls(fromAt, calls);
  return async () => {
    const news = [...(await arrived()).map(ofEvent), ...(await changed()).map(ofCall)];
    return news.toSorted((one, other) => one.at - other.at);
  };
}

/** @returns a function that returns every call changed since its last call, oldest change first */
export function followChangedCalls(fromAt: number, calls: FollowPorts["calls"]): () => Promise<readonly FleetCall[]> {
  return followRows<FleetCall>(fromAt, {
    atOf: ({ updatedAt }) => updatedAt,
    nameOf: ({ updatedAt, callId }) => `${updatedAt} ${callId}`,
    read: (since, limit) => calls.changedSince(since, limit),
  });
}

function ofEvent(event: CallEvent): CallNews {
  return { kind: "event", at: event.receivedAt, event };
}

function ofCall(call: FleetCall): CallNews {
  return { kind: "call", at: call.updatedAt, call };
}

export interface CallEventPorts {
  readonly events: Pick<CallEventRecords, "find">;
  readonly calls: CallLedger;
  readonly clock: Clock;
}

const payloadSchema = z.object({ key: z.string() });

/** Job `call-event`: applies a stored event to its call. */
export function callEventHandler(ports: CallEventPorts): JobHandler {
  return ({ payload }) => processCallEvent(payloadSchema.parse(JSON.parse(payload)).key, ports);
}

/** Does nothing for an event that has been erased meanwhile or is not about a call. */
export async function processCallEvent(key: string, { events, calls, clock }: CallEventPorts): Promise<void> {
  const callId = (await events.find(key))?.callId ?? null;
  if (callId === null) return;
  await calls.rewrite(callId, (known) => describeCall(callId, known, clock.now()));
}

export const eventSchema = z.object({
  event: z.string().min(1).max(100),
  call: callContextSchema
    .extend({ start_timestamp: z.number().optional().catch(undefined), transcript: z.string().optional().catch("") })
    .optional()
    .catch(undefined),
  chat: callContextSchema.optional().catch(undefined),
  transfer_destination: z.unknown().optional(),
});

/** Checks the ids as sent, before long ones are cut or dropped. */
function hasBadId(body: unknown): boolean {
  const ids = [valueAt(valueAt(body, "call"), "call_id"), valueAt(valueAt(body, "chat"), "chat_id")];
  return ids.some((id) => typeof id === "string" && !isPlainId(id));
}

function valueAt(container: unknown, name: string): unknown {
  return typeof container === "object" && container !== null ? Reflect.get(container, name) : undefined;
}

type EventBody = z.output<typeof eventSchema>;

/** A parsed event; `key` and `progress` as in CallEvent. */
export interface ReadEvent {
  readonly event: string;
  readonly key: string;
  readonly progress: number;
  readonly callId: string | null;
  readonly call: CallContext;
}

/**
 * undefined: the body is not an event, or its call id is invalid. Also reads event kinds that Retell adds later.
 * @param digest returns the digest of the body's bytes; few events need it
 */
export function readCallEvent(body: unknown, digest: () => string): ReadEvent | undefined {
  const parsed = eventSchema.safeParse(body);
  if (!parsed.success) return undefined;
  if (hasBadId(body)) return undefined;
  const { event, call, chat } = parsed.data;
  const context = call ?? chat ?? {};
  const callId = context.call_id ?? context.chat_id ?? null;
  const progress = event === STREAM ? (call?.transcript?.length ?? 0) : 0;
  return { event, key: keyOf(parsed.data, callId, digest), progress, callId, call: context };
}

const STREAM = "transcript_updated";

/**
 * Events sent at most once per call (docs/retell.md 5.3). The transcript stream also has one key per call, under which
 * its latest event is stored.
 */
const ONCE_A_CALL: ReadonlySet<string> = new Set([
  "call_started",
  "call_ended",
  "call_analyzed",
  "chat_started",
  "chat_ended",
  "chat_analyzed",
  STREAM,
]);

/** Longest destination as JSON; a number or an address is much shorter. */
const LONGEST_DESTINATION = 500;

/**
 * Retell's events carry no id: repetitions are recognised by the call and kind, those of other kinds by identical
 * bytes.
 */
function keyOf(
  { event, call, transfer_destination: destination }: EventBody,
  callId: string | null,
  digest: () => string,
) {
  if (callId === null) return `${event}:${digest()}`;
  if (ONCE_A_CALL.has(event)) return `${event}:${callId}`;
  const where = JSON.stringify(destination ?? null);
  if (event.startsWith("transfer_") && where.length <= LONGEST_DESTINATION) {
    return transferKey(`${event}:${callId}:${call?.start_timestamp ?? ""}`, where);
  }
  return `${event}:${callId}:${digest()}`;
}

/**
 * The destination is a person's number, which a key must not contain, because keys outlive erased data. 16 bits of a
 * checksum distinguish two transfers of one call, yet about a hundred thousand numbers share each value.
 */
export function transferKey(before: string, destination: string): string {
  return `${before}:${checkDigits(destination)}`;
}

interface RecordPorts {
  readonly clinics: Pick<ClinicDirectory, "find" | "findByNumber">;
  readonly events: CallEventStore;
  readonly redaction: TranscriptRedaction;
  readonly clock: Clock;
  /** Throws if the sender may not report on this clinic's calls. */
  readonly assertOwner?: (clinic: Clinic) => void;
}

export interface RecordedEvent {
  readonly news: boolean;
  readonly owner: ClinicOfCall;
}

/** Stores the event once, for its clinic; a contradictory event is stored without a clinic. */
export async function recordCallEvent(read: ReadEvent, body: string, ports: RecordPorts): Promise<RecordedEvent> {
  const owner = await clinicOfCall(read.call, ports.clinics);
  if (owner.outcome === "known") ports.assertOwner?.(owner.clinic);
  const clinicId = owner.outcome === "known" ? owner.clinic.id : null;
  const redact = await ports.redaction.of(clinicId);
  const event: CallEvent = {
    key: read.key,
    event: read.event,
    callId: read.callId,
    clinicId,
    attribution: owner.outcome,
    progress: read.progress,
    body: redact === undefined ? body : redactEvent(body, redact),
    receivedAt: ports.clock.now(),
  };
  return { news: await ports.events.claim(event, processingOf(event)), owner };
}

/** Events of the transcript stream share a key, but each has more to process, so each gets its own job. */
function processingOf({ key, progress, receivedAt }: CallEvent): JobOrder {
  const jobKey = progress === 0 ? key : `${key}@${progress}`;
  return { kind: "call-event", key: jobKey, payload: JSON.stringify({ key }), dueAt: receivedAt };
}

interface ReplayPorts extends CallEventPorts {
  readonly events: CallEventRecords;
  readonly clinics: Pick<ClinicDirectory, "find" | "findByNumber">;
}

/**
 * Processes a stored event again, for the clinic it now belongs to. If that clinic is unknown, the event keeps its
 * owner.
 */
export async function replayEvent(event: CallEvent, ports: ReplayPorts): Promise<void> {
  const call = readCallEvent(JSON.parse(event.body), () => "")?.call;
  if (call !== undefined) {
    const owner = await clinicOfCall(call, ports.clinics);
    const clinicId = owner.outcome === "known" ? owner.clinic.id : null;
    if (owner.outcome !== "unknown") await ports.events.attribute(event.key, { clinicId, attribution: owner.outcome });
  }
  await processCallEvent(event.key, ports);
}

/** Limits of an event's texts by field name; other fields hold ids, names, summaries and addresses. */
const FIELD_LIMITS: Readonly<Record<string, number>> = {
  transcript: TEXT_LIMITS.transcript,
  content: TEXT_LIMITS.tool,
  arguments: TEXT_LIMITS.tool,
};

const USUAL_LIMIT = TEXT_LIMITS.tool;

/** Roles that speak, unlike tools; their turns are utterances. */
const SPEAKERS: ReadonlySet<unknown> = new Set(["user", "agent", "transfer_target"]);

/** A call of an hour has some 9,000 words. */
const MOST_ITEMS = 10_000;

const MOST_NAMES = 1_000;

/** The limit of all texts of one event together. */
const MOST_CHARACTERS = 600_000;

interface Clamping {
  left: number;
}

/**
 * The event with every text, list and object cut to its limit. Returns the same value when nothing was cut. The caller
 * has checked the depth.
 */
export function clampEvent(event: unknown): unknown {
  return fits(event, USUAL_LIMIT, { left: MOST_CHARACTERS })
    ? event
    : clampValue(event, USUAL_LIMIT, { left: MOST_CHARACTERS });
}

/** Whether nothing needs cutting. Nearly every event fits, and copying one costs more than checking it. */
function fits(value: unknown, limit: number, clamping: Clamping): boolean {
  if (typeof value === "string") {
    clamping.left -= value.length;
    return value.length <= limit && clamping.left >= 0;
  }
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) {
    return value.length <= MOST_ITEMS && value.every((item: unknown) => fits(item, limit, clamping));
  }
  const names = Object.keys(value);
  const isUtterance = "role" in value && SPEAKERS.has(value.role);
  return (
    names.length <= MOST_NAMES &&
    names.every(
      (name) => name.length <= TEXT_LIMITS.name && fits(Reflect.get(value, name), limitOf(name, isUtterance), clamping),
    )
  );
}

function clampValue(value: unknown, limit: number, clamping: Clamping): unknown {
  if (typeof value === "string") return clampText(value, limit, clamping);
  if (Array.isArray(value)) {
    return value.slice(0, MOST_ITEMS).map((item: unknown) => clampValue(item, limit, clamping));
  }
  return typeof value === "object" && value !== null ? clampObject(value, clamping) : value;
}

function clampObject(value: object, clamping: Clamping): object {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const kept = entries.filter(([name], index) => index < MOST_NAMES && name.length <= TEXT_LIMITS.name);
  const isUtterance = "role" in value && SPEAKERS.has(value.role);
  return Object.fromEntries(kept.map(([name, part]) => [name, clampValue(part, limitOf(name, isUtterance), clamping)]));
}

function limitOf(name: string, isUtterance: boolean): number {
  if (isUtterance && name === "content") return TEXT_LIMITS.utterance;
  return (Object.hasOwn(FIELD_LIMITS, name) ? FIELD_LIMITS[name] : undefined) ?? USUAL_LIMIT;
}

function clampText(text: string, limit: number, clamping: Clamping): string {
  const kept = cutText(text, Math.min(limit, clamping.left));
  clamping.left -= kept.length;
  return kept;
}

interface Reading<Row> {
  readonly atOf: (row: Row) => number;
  /** The row's name. A row with a new name counts as new. */
  readonly nameOf: (row: Row) => string;
  read(since: number, limit: number): Promise<readonly Row[]>;
}

/** How late a row may be written and still be found, because servers' clocks differ a little. */
export const LATE_MS = 5000;

const FIRST_PAGE = 1000;

/** @returns a function that returns every row new since its last call, oldest first */
export function followRows<Row>(fromAt: number, reading: Reading<Row>): () => Promise<readonly Row[]> {
  let [returnedUntil, seen, page]: [number, ReadonlySet<string>, number] = [fromAt, new Set(), FIRST_PAGE];
  return async () => {
    const rows = await reading.read(Math.max(fromAt, returnedUntil - LATE_MS), page);
    const news = rows.filter((row) => !seen.has(reading.nameOf(row)));
    // The page holds only rows already returned, so only a larger page can reach the rest.
    if (news.length === 0 && rows.length === page) page *= 2;
    seen = new Set(rows.map((row) => reading.nameOf(row)));
    returnedUntil = Math.max(returnedUntil, ...news.map((row) => reading.atOf(row)));
    return news;
  };
}
