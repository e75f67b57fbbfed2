import type { CallSpeech } from "../../call/line/call-speech.ts";
import type { DynamicVariables } from "../../call/line/caller-variables.ts";
import type { AttemptState, CallAttempt } from "./attempt.ts";

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
