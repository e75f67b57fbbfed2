import type { JobOrder } from "../job/ports.ts";
import type { PageRequest } from "../page.ts";
import type { Attribution, Call, CallOutcome } from "./call.ts";

/** Shows whether cached facts about a clinic are still valid. */
export interface ClinicRevisions {
  /** Changes when this process changes settings or another one writes anything, for every request that arrives afterwards. */
  writeMark(): number;
  /** Changes whenever the clinic, its doctors, hours or number change; undefined when there is no such clinic. */
  of(clinicId: string): Promise<number | undefined>;
}

/** Makes bytes small that resemble other bytes. */
export interface Compression {
  compress(bytes: Uint8Array, like: Uint8Array): string;
  /** @param like the same as before */
  expand(compressed: string, like: Uint8Array): Uint8Array<ArrayBuffer>;
}

/** An event as Retell sent it, under the key that its repetitions share. */
export interface CallEvent {
  readonly key: string;
  readonly event: string;
  readonly callId: string | null;
  /** null: nothing in it identifies the clinic, or two things disagree. */
  readonly clinicId: string | null;
  readonly attribution: Attribution;
  /** How much has been said so far; of several events under one key the most complete is kept. */
  readonly progress: number;
  readonly body: string;
  readonly receivedAt: number;
}

export interface CallEventStore {
  /**
   * Stores the event durably before anything else happens, and orders its processing in the same transaction.
   * @returns whether it is new: false for a repetition, and for one less complete than what is stored
   */
  claim(event: CallEvent, order: JobOrder): Promise<boolean>;
}

export interface CallEventFilter extends PageRequest {
  readonly event?: string | undefined;
  readonly callId?: string | undefined;
  readonly clinicId?: string | undefined;
  readonly sinceAt?: number | undefined;
}

/** The events of all clinics and of none, for operators. */
export interface CallEventRecords {
  find(key: string): Promise<CallEvent | undefined>;
  /** Latest first. */
  list(filter: CallEventFilter): Promise<readonly CallEvent[]>;
  /** Received at that instant or later, oldest first. */
  since(receivedAt: number, limit: number): Promise<readonly CallEvent[]>;
  /** Assigns a different owner than at arrival. */
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

/** One clinic's calls. They are derived from events alone (CallLedger). */
export interface CallStore {
  find(callId: string): Promise<Call | undefined>;
  /** Latest first. */
  list(filter: CallFilter): Promise<readonly Call[]>;
}

/** A call with its clinic; null: unknown or contradicted. */
export interface FleetCall extends Call {
  readonly clinicId: string | null;
}

export interface FleetCallFilter extends CallFilter, PageRequest {
  /** A node of the flow that the call came to, by id or name. */
  readonly node?: string | undefined;
  /** A tool that it called. */
  readonly tool?: string | undefined;
  /** Whether a tool failed in it. */
  readonly toolFailed?: boolean | undefined;
  readonly clinicId?: string | undefined;
  readonly attribution?: Attribution | undefined;
}

/** A clinic's calls since some instant. */
export interface ClinicActivity {
  readonly clinicId: string;
  readonly calls: number;
  readonly booked: number;
  readonly failed: number;
}

/** The calls of all clinics and of none, for operators. */
export interface FleetCalls {
  /** Clinics without calls since then are left out. */
  activitySince(since: number): Promise<readonly ClinicActivity[]>;
  /** When each clinic was last called, by clinic id. */
  lastCalls(): Promise<ReadonlyMap<string, number>>;
  find(callId: string): Promise<FleetCall | undefined>;
  /** Latest first. */
  list(filter: FleetCallFilter): Promise<readonly FleetCall[]>;
  /** Changed at that instant or later, oldest change first. */
  changedSince(updatedAt: number, limit: number): Promise<readonly FleetCall[]>;
}

/** What is stored about a call when a new event is applied. */
export interface KnownOfCall {
  /** In order of arrival. */
  readonly events: readonly CallEvent[];
  readonly call: FleetCall | undefined;
}

/** The changed call; the jobs belong to its clinic. */
export interface CallChange {
  readonly call: FleetCall;
  readonly orders: readonly JobOrder[];
}

export interface CallLedger {
  /** Reads, derives and writes in one transaction; undefined changes nothing. */
  rewrite(callId: string, tell: (known: KnownOfCall) => CallChange | undefined): Promise<void>;
}

/** What a clinic wants removed from transcripts. */
export interface TranscriptRedaction {
  /**
   * Takes phone numbers, mail addresses and birth dates out of a text; undefined: the clinic keeps them.
   * @param clinicId null: an event without a known clinic; no one asked to keep what was said in it
   */
  of(clinicId: string | null): Promise<((text: string) => string) | undefined>;
}

/** A signed request of a clinic's call: identical requests have the same digest. */
export interface RequestKey {
  readonly clinicId: string;
  /** Of the signature, in lower case. */
  readonly digest: string;
  readonly callId: string;
}

/** Recent answers to signed requests, by any process. */
export interface FunctionReplies {
  /** undefined: the caller has to answer; `reply` is null while the first request is being answered. */
  claim(request: RequestKey, now: number): Promise<{ readonly reply: string | null } | undefined>;
  /** undefined: no one is answering or has answered it. */
  find(request: RequestKey): Promise<string | null | undefined>;
  keep(request: RequestKey, reply: string): Promise<void>;
  /** The request was not answered: the next one may be. */
  release(request: RequestKey): Promise<void>;
}
