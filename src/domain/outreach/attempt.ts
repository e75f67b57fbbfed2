import type { CallOutcome } from "../call/call.ts";
import type { CallSpeech } from "../call/line/call-speech.ts";
import type { DynamicVariables } from "../call/line/caller-variables.ts";

/**
 * Why someone is called: by policy, because they asked for a callback, because a slot is free that they wait for, or
 * because an operator ordered it: about their appointment, or to give a notice of its own (`CallAttempt.about`).
 */
export type CallPurpose = "reminder" | "callback" | "waitlist" | "notice" | "manual";

/** What a reminder is about: the appointment in the book, else the contact of one kept elsewhere. */
interface ReminderSubject {
  readonly appointmentId: string | null;
  /** null: not stored yet, which happens only to contacts of appointments in the book. */
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

/** The next try after an attempt that reached no one. */
export function retryKey(attemptId: string): string {
  return `retry:${attemptId}`;
}

/** The call that someone asked for in a call. */
export function callbackKey(callId: string): string {
  return `callback:${callId}`;
}

/** The call about a slot that was offered to a patient on the waitlist. */
export function waitlistKey(offerId: string): string {
  return `waitlist:${offerId}`;
}

/** undefined: not a call about a slot. */
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

/** One attempt to call one contact. Its id is Retell's idempotency key, so that it can never become two calls. */
export interface CallAttempt {
  readonly id: string;
  readonly contactId: string;
  readonly state: AttemptState;
  /** What was ordered: a clinic never has two attempts with one key. */
  readonly key: string;
  /** Do not place the call before. */
  readonly dueAt: number;
  /** 1 for the first to this contact. */
  readonly attempt: number;
  /** What a notice says; null: the call is about an appointment or a slot. */
  readonly about: string | null;
  /** Why an operator overrode the hours; null: no one did. */
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

/** A call's events may arrive before Retell's answer, even after everyone stopped waiting for it. */
const next: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  // In the call about another appointment of the number.
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

/** Retell may have been asked to call, for this attempt or another of the number: it counts as a try. */
export function wasAsked({ requestedAt, callId }: Pick<CallAttempt, "requestedAt" | "callId">): boolean {
  return requestedAt !== null || callId !== null;
}

/** The attempt may still ring, so no other may start. */
export function isOpen({ state }: Pick<CallAttempt, "state">): boolean {
  return state !== "ended" && state !== "failed";
}

/** The call attempts of one clinic. */
export interface AttemptStore {
  find(attemptId: string): Promise<CallAttempt | undefined>;
  withKey(key: string): Promise<CallAttempt | undefined>;
  /** The attempt that was the call. */
  ofCall(callId: string): Promise<CallAttempt | undefined>;
  /** Those about other appointments of the number that the call was for as well. */
  alsoInCall(callId: string): Promise<readonly CallAttempt[]>;
  /** Oldest first. */
  ofContact(contactId: string): Promise<readonly CallAttempt[]>;
  /** By due time. */
  inStates(states: readonly AttemptState[]): Promise<readonly CallAttempt[]>;
  /** Requested from Retell at or after that instant, by that time. */
  askedSince(instant: number): Promise<readonly CallAttempt[]>;
  /** Since that instant: the number of requested calls, and the cost of those with a known price. */
  spentSince(instant: number): Promise<AttemptSpending>;
  /** @throws conflict when the clinic has an attempt with that key */
  add(attempt: CallAttempt): Promise<void>;
  update(attempt: CallAttempt): Promise<void>;
}

export interface AttemptSpending {
  readonly calls: number;
  /** Of those, how many have a cost from Retell. */
  readonly priced: number;
  readonly cents: number;
}

/** A call to place. `dialId` is its idempotency key and marks it in the metadata (docs/retell.md 9.1). */
export interface PhoneCallOrder {
  readonly dialId: string;
  readonly clinicId: string;
  readonly contactId: string;
  /** The clinic's own number, E.164. */
  readonly fromNumber: string;
  readonly toNumber: string;
  /** The agent pinned on that number; null: whatever Retell has there. */
  readonly agent: { readonly agentId: string; readonly version: number } | null;
  readonly variables: DynamicVariables;
  /** What the agent hears and speaks in this call, and how. */
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

/** With everything Retell knows about it: the call object of docs/retell.md 5.4. */
export interface FetchedCall extends RemoteCall {
  readonly body: Readonly<Record<string, unknown>>;
}

/** The result of a call request. Only `unknown` leaves open whether a telephone rings. */
export type CallReply =
  | { readonly kind: "placed"; readonly call: RemoteCall }
  /** This call is impossible: a number that cannot be called, an agent that is gone (400, 404, 422). */
  | { readonly kind: "refused"; readonly status: number; readonly message: string }
  /** No call of this account is possible: payment, key, permissions (401, 402, 403). */
  | { readonly kind: "account"; readonly status: number; readonly message: string }
  /** Too many requests or calls at once; nothing was done (429). */
  | { readonly kind: "limited"; readonly retryAfterMs: number }
  | { readonly kind: "unknown"; readonly message: string };

/** How many calls the account may run at once, and how many it runs (docs/retell.md 12.5). */
export interface Concurrency {
  readonly limit: number;
  readonly current: number;
  readonly reservedForInbound: number;
}

/** Retell's calls. */
export interface CallPlatform {
  /** Asks once and never retries; returns the result and throws only for bugs. */
  createPhoneCall(order: PhoneCallOrder): Promise<CallReply>;
  /** Calls with that metadata, oldest first; every page is read. @throws transient */
  findByDial(attemptId: string): Promise<readonly RemoteCall[]>;
  /** Ends it. @returns false when Retell has no such call that is on */
  stop(callId: string): Promise<boolean>;
  getCall(callId: string): Promise<FetchedCall | undefined>;
  concurrency(): Promise<Concurrency>;
}
