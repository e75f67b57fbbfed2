import type { CallOutcome } from "../call/call.ts";
import type { CallSpeech } from "../call/line/call-speech.ts";
import type { DynamicVariables } from "../call/line/caller-variables.ts";

/**
 * Why someone is called: the policy's reminder, a callback they asked for, a free slot that they wait for, or an
 * operator's order, either about their appointment or to give a separate notice (`CallAttempt.about`).
 */
export type CallPurpose = "reminder" | "callback" | "waitlist" | "notice" | "manual";

/** What a reminder is about: an appointment in the book, else the contact of an appointment kept elsewhere. */
interface ReminderSubject {
  readonly appointmentId: string | null;
  /** null: not stored yet, which is possible only if the appointment is in the book. */
  readonly contactId: string | null;
}

export function reminderKey({ appointmentId, contactId }: ReminderSubject, leadMinutes: number): string {
  return `reminder:${appointmentId ?? contactId ?? ""}:${leadMinutes}`;
}

/** The reminder's lead in minutes, from its key; undefined: not a reminder. */
export function leadMinutesOf(key: string): number | undefined {
  const [kind, , minutes] = key.split(":");
  return kind === "reminder" && minutes !== undefined && /^\d+$/u.test(minutes) ? Number(minutes) : undefined;
}

/** Key of the next try after an attempt that reached no one. */
export function retryKey(attemptId: string): string {
  return `retry:${attemptId}`;
}

/** Key of the call that someone asked for during a call. */
export function callbackKey(callId: string): string {
  return `callback:${callId}`;
}

/** Key of the call that offers a slot to a patient on the waitlist. */
export function waitlistKey(offerId: string): string {
  return `waitlist:${offerId}`;
}

/** undefined: the call does not offer a slot. */
export function offerIdOf(key: string): string | undefined {
  const [kind, offerId] = key.split(":");
  return kind === "waitlist" ? offerId : undefined;
}

const purposes: Readonly<Record<string, CallPurpose>> = {
  reminder: "reminder",
  retry: "reminder",
  callback: "callback",
  waitlist: "waitlist",
  notice: "notice",
};

export function purposeOf(key: string): CallPurpose {
  return purposes[key.split(":", 1)[0] ?? ""] ?? "manual";
}

/**
 * `planned`: not due yet. `dialling`: the request to Retell is in flight. `placed`: Retell has the call. `unknown`: the
 * request was sent and its result is not known. `ended`: the call is over. `failed`: not requested, or refused.
 */
export const attemptStates = ["planned", "dialling", "placed", "unknown", "ended", "failed"] as const;

export type AttemptState = (typeof attemptStates)[number];

/** One attempt to call one contact. Its id is Retell's idempotency key, so that it never becomes two calls. */
export interface CallAttempt {
  readonly id: string;
  readonly contactId: string;
  readonly state: AttemptState;
  /** Identifies the order: a clinic never has two attempts with the same key. */
  readonly key: string;
  /** The call is not placed before this time. */
  readonly dueAt: number;
  /** 1 for the first attempt to this contact. */
  readonly attempt: number;
  /** What a notice says; null: the call is about an appointment or a slot. */
  readonly about: string | null;
  /** Why an operator overrode the call hours; null: not overridden. */
  readonly forced: string | null;
  /** When Retell was first asked. */
  readonly requestedAt: number | null;
  readonly callId: string | null;
  /** The rule that forbade it, Retell's refusal, or the call's `disconnection_reason`. */
  readonly reason: string | null;
  readonly outcome: CallOutcome | null;
  readonly endedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A call's events may arrive before Retell's answer, even after the wait for it has been given up. */
const next: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  // Ends unplaced when a call about another appointment of the same number covered it.
  planned: ["dialling", "failed", "ended"],
  dialling: ["planned", "placed", "unknown", "ended", "failed"],
  unknown: ["placed", "ended", "failed"],
  placed: ["ended"],
  ended: [],
  failed: ["ended"],
};

export function canBecome(from: AttemptState, to: AttemptState): boolean {
  return next[from].includes(to);
}

/**
 * Whether Retell may have been asked to call, for this attempt or for another one covering it: then it counts as a try.
 */
export function wasAsked({ requestedAt, callId }: Pick<CallAttempt, "requestedAt" | "callId">): boolean {
  return requestedAt !== null || callId !== null;
}

/** Whether the attempt may still ring, so that no other may start. */
export function isOpen({ state }: Pick<CallAttempt, "state">): boolean {
  return state !== "ended" && state !== "failed";
}

/** The call attempts of one clinic. */
export interface AttemptStore {
  find(attemptId: string): Promise<CallAttempt | undefined>;
  withKey(key: string): Promise<CallAttempt | undefined>;
  /** The attempt that placed the call. */
  ofCall(callId: string): Promise<CallAttempt | undefined>;
  /** Attempts for other appointments of the same number that the call covered too. */
  alsoInCall(callId: string): Promise<readonly CallAttempt[]>;
  /** Oldest first. */
  ofContact(contactId: string): Promise<readonly CallAttempt[]>;
  /** By due time. */
  inStates(states: readonly AttemptState[]): Promise<readonly CallAttempt[]>;
  /** Attempts requested from Retell at or after that instant, sorted by request time. */
  askedSince(instant: number): Promise<readonly CallAttempt[]>;
  /** Counts calls requested since that instant, and sums the cost of those with a known price. */
  spentSince(instant: number): Promise<AttemptSpending>;
  /** @throws conflict when the clinic has an attempt with that key */
  add(attempt: CallAttempt): Promise<void>;
  update(attempt: CallAttempt): Promise<void>;
}

export interface AttemptSpending {
  readonly calls: number;
  /** How many of them have a cost from Retell. */
  readonly priced: number;
  readonly cents: number;
}

/** A call to place. `dialId` is its idempotency key, and identifies it in the metadata (docs/retell.md 9.1). */
export interface PhoneCallOrder {
  readonly dialId: string;
  readonly clinicId: string;
  readonly contactId: string;
  /** The clinic's own number, E.164. */
  readonly fromNumber: string;
  readonly toNumber: string;
  /** The agent pinned on that number; null: Retell's own setting applies. */
  readonly agent: { readonly agentId: string; readonly version: number } | null;
  readonly variables: DynamicVariables;
  /** Speech settings of this call. */
  readonly speech: CallSpeech;
}

/** A call at Retell; status and reason in Retell's own words (docs/retell.md 5.4). */
export interface RemoteCall {
  readonly callId: string;
  readonly status: string;
  readonly reason: string | null;
  readonly startedAt: number | null;
  readonly agentVersion: number | null;
}

/** With the complete call object of docs/retell.md 5.4. */
export interface FetchedCall extends RemoteCall {
  readonly body: Readonly<Record<string, unknown>>;
}

/** The result of a call request. Only `unknown` leaves open whether a telephone rings. */
export type CallReply =
  | { readonly kind: "placed"; readonly call: RemoteCall }
  /** This call is impossible: the number cannot be called, or the agent no longer exists (400, 404, 422). */
  | { readonly kind: "refused"; readonly status: number; readonly message: string }
  /** No call is possible from this account: payment, key, permissions (401, 402, 403). */
  | { readonly kind: "account"; readonly status: number; readonly message: string }
  /** Too many requests or concurrent calls; nothing was done (429). */
  | { readonly kind: "limited"; readonly retryAfterMs: number }
  | { readonly kind: "unknown"; readonly message: string };

/** How many concurrent calls the account may have, and has now (docs/retell.md 12.5). */
export interface Concurrency {
  readonly limit: number;
  readonly current: number;
  readonly reservedForInbound: number;
}

/** Calls at Retell. */
export interface CallPlatform {
  /** Sends one request and never retries; throws only for bugs. */
  createPhoneCall(order: PhoneCallOrder): Promise<CallReply>;
  /** Calls with that metadata, oldest first, from every page. @throws transient */
  findByDial(attemptId: string): Promise<readonly RemoteCall[]>;
  /** Ends the call. @returns false when Retell has no such active call */
  stop(callId: string): Promise<boolean>;
  getCall(callId: string): Promise<FetchedCall | undefined>;
  concurrency(): Promise<Concurrency>;
}
