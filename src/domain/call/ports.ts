import type { JobOrder } from "../job/ports.ts";
import type { Attribution, Call, CallOutcome } from "./call.ts";

/** Tells whether what is known of a clinic is still so. */
export interface ClinicRevisions {
  /** Differs after any write to the database, by this process or another, for every request that arrived after it. */
  writeMark(): number;
  /** Another number whenever the clinic, its doctors, hours or number have changed; undefined when there is no such clinic. */
  of(clinicId: string): Promise<number | undefined>;
}

/** An event as Retell sent it, under the key that its repetitions share. */
export interface CallEvent {
  readonly key: string;
  readonly event: string;
  readonly callId: string | null;
  /** null: nothing in it told the clinic, or two things told two. */
  readonly clinicId: string | null;
  readonly attribution: Attribution;
  /** How much has been said so far; of several events under one key the one that knows most is kept. */
  readonly progress: number;
  readonly body: string;
  readonly receivedAt: number;
}

export interface CallEventStore {
  /**
   * Stores the event before anything is done about it, durably, and orders in the same transaction what is to be done.
   * @returns whether it is news: false for a repetition, and for less than what is known already
   */
  claim(event: CallEvent, order: JobOrder): Promise<boolean>;
}

export interface CallEventFilter {
  readonly event?: string | undefined;
  readonly callId?: string | undefined;
  readonly clinicId?: string | undefined;
  readonly sinceAt?: number | undefined;
  readonly limit: number;
}

/** All clinics' events and those of none, for operators. */
export interface CallEventRecords {
  find(key: string): Promise<CallEvent | undefined>;
  /** Latest first. */
  list(filter: CallEventFilter): Promise<readonly CallEvent[]>;
  /** Received at that instant or later, oldest first. */
  since(receivedAt: number, limit: number): Promise<readonly CallEvent[]>;
  /** Another owner than at its arrival. */
  attribute(key: string, owner: Pick<CallEvent, "clinicId" | "attribution">): Promise<void>;
}

export interface CallFilter {
  readonly outcome?: CallOutcome | undefined;
  /** Retell's `disconnection_reason`. */
  readonly reason?: string | undefined;
  readonly direction?: Call["direction"] | undefined;
  /** E.164. */
  readonly patientNumber?: string | undefined;
  /** By `calledAt`: from this instant on. */
  readonly sinceAt?: number | undefined;
  /** By `calledAt`: before this instant. */
  readonly untilAt?: number | undefined;
  readonly limit: number;
}

/** One clinic's calls. They are written from their events alone (CallLedger). */
export interface CallStore {
  find(callId: string): Promise<Call | undefined>;
  /** Latest first. */
  list(filter: CallFilter): Promise<readonly Call[]>;
}

/** A call with its clinic; null: nothing told it, or it is contradicted. */
export interface FleetCall extends Call {
  readonly clinicId: string | null;
}

export interface FleetCallFilter extends CallFilter {
  readonly clinicId?: string | undefined;
  readonly attribution?: Attribution | undefined;
}

/** All clinics' calls and those of none, for operators. */
export interface FleetCalls {
  find(callId: string): Promise<FleetCall | undefined>;
  /** Latest first. */
  list(filter: FleetCallFilter): Promise<readonly FleetCall[]>;
  /** Changed at that instant or later, oldest change first. */
  changedSince(updatedAt: number, limit: number): Promise<readonly FleetCall[]>;
}

/** What is known of a call when something about it is to be told. */
export interface KnownOfCall {
  /** In the order of their arrival. */
  readonly events: readonly CallEvent[];
  readonly call: FleetCall | undefined;
}

/** What becomes of it; the jobs are those of the call's clinic. */
export interface CallChange {
  readonly call: FleetCall;
  readonly orders: readonly JobOrder[];
}

export interface CallLedger {
  /** Reads, tells and writes in one transaction; undefined changes nothing. */
  rewrite(callId: string, tell: (known: KnownOfCall) => CallChange | undefined): Promise<void>;
}

/** What a clinic wants to be kept of what was said. */
export interface TranscriptRedaction {
  /**
   * Takes phone numbers, mail addresses and birth dates out of a text; undefined: the clinic keeps them.
   * @param clinicId null: of an event that no clinic is known for; nobody asked to keep what was said in it
   */
  of(clinicId: string | null): Promise<((text: string) => string) | undefined>;
}

/** A signed request of a clinic's call: the same one has the same digest. */
export interface SignedRequest {
  readonly clinicId: string;
  /** Of the signature, in lower case. */
  readonly digest: string;
  readonly callId: string;
}

/** What was answered to signed requests lately, by any process. */
export interface FunctionReplies {
  /** undefined: it is the caller's to answer; `reply` is null while the first one is being answered. */
  claim(request: SignedRequest, now: number): Promise<{ readonly reply: string | null } | undefined>;
  /** undefined: nobody answers or has answered it. */
  find(request: SignedRequest): Promise<string | null | undefined>;
  keep(request: SignedRequest, reply: string): Promise<void>;
  /** It was not answered: the next one may be. */
  release(request: SignedRequest): Promise<void>;
}
