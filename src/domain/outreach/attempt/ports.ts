import type { AgentLocale, DynamicVariables } from "../../call/caller-variables.ts";
import type { AttemptState, CallAttempt } from "./attempt.ts";

/** The dials of one clinic. */
export interface AttemptStore {
  find(dialId: string): Promise<CallAttempt | undefined>;
  withKey(key: string): Promise<CallAttempt | undefined>;
  ofCall(callId: string): Promise<CallAttempt | undefined>;
  /** Oldest first. */
  ofContact(contactId: string): Promise<readonly CallAttempt[]>;
  /** By due time. */
  inStates(states: readonly AttemptState[]): Promise<readonly CallAttempt[]>;
  /** Of which Retell was asked at or after that instant, by that time. */
  askedSince(instant: number): Promise<readonly CallAttempt[]>;
  /** Since that instant: the calls that Retell was asked for, and what those cost whose price is known yet. */
  spentSince(instant: number): Promise<DialSpending>;
  /** @throws conflict when the clinic has a dial of that key */
  add(dial: CallAttempt): Promise<void>;
  update(dial: CallAttempt): Promise<void>;
}

export interface DialSpending {
  readonly calls: number;
  /** Of those, whose cost Retell has told. */
  readonly priced: number;
  readonly cents: number;
}

/** A call to be made. `dialId` is its idempotency key and its mark (docs/retell.md 9.1). */
export interface PhoneCallOrder {
  readonly dialId: string;
  readonly clinicId: string;
  readonly contactId: string;
  /** The clinic's own number, E.164. */
  readonly fromNumber: string;
  readonly toNumber: string;
  /** The agent as it is pinned on that number; null: whatever Retell has there. */
  readonly agent: { readonly agentId: string; readonly version: number } | null;
  readonly variables: DynamicVariables;
  /** What the agent hears and speaks in this call, such as "fr-FR". */
  readonly locale: AgentLocale;
}

/** A call as Retell has it; status and reason are its own words (docs/retell.md 5.4). */
export interface RemoteCall {
  readonly callId: string;
  readonly status: string;
  readonly reason: string | null;
  readonly startedAt: number | null;
  readonly agentVersion: number | null;
}

/** With all that Retell tells of it: the call object of docs/retell.md 5.4. */
export interface FetchedCall extends RemoteCall {
  readonly body: Readonly<Record<string, unknown>>;
}

/** What became of a request to call. Only `unknown` leaves open whether somebody's telephone rings. */
export type CallReply =
  | { readonly kind: "placed"; readonly call: RemoteCall }
  /** This call is not to be had: a number that cannot be called, an agent that is gone (400, 404, 422). */
  | { readonly kind: "refused"; readonly status: number; readonly message: string }
  /** No call of this account is to be had: payment, key, rights (401, 402, 403). */
  | { readonly kind: "account"; readonly status: number; readonly message: string }
  /** Too many requests or calls at once; nothing was done (429). */
  | { readonly kind: "limited"; readonly retryAfterMs: number }
  | { readonly kind: "unknown"; readonly message: string };

/** How many calls the account may hold at once and holds (docs/retell.md 12.5). */
export interface Concurrency {
  readonly limit: number;
  readonly current: number;
  readonly reservedForInbound: number;
}

/** Retell's calls. */
export interface CallPlatform {
  /** Asks once and never again by itself; says what became of it and throws only for bugs. */
  createPhoneCall(order: PhoneCallOrder): Promise<CallReply>;
  /** Calls that carry the mark, oldest first; every page is read. @throws transient */
  findByDial(dialId: string): Promise<readonly RemoteCall[]>;
  getCall(callId: string): Promise<FetchedCall | undefined>;
  concurrency(): Promise<Concurrency>;
}
