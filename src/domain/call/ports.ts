import type { JobOrder } from "../job/ports.ts";
import type { PageRequest } from "../page.ts";
import type { Attribution, Call, CallOutcome } from "./call.ts";

/** Shows whether cached facts about a clinic are still valid. */
export interface ClinicRevisions {
  /**
   * Changes when this process changes settings or another process writes anything. Requests that arrive afterwards see
   * the new mark.
   */
  writeMark(): number;
  /** Changes whenever the clinic, its doctors, hours or number change; undefined when there is no such clinic. */
  of(clinicId: string): Promise<number | undefined>;
}

/** An event as Retell sent it, under the key that its repetitions share. */
export interface CallEvent {
  readonly key: string;
  readonly event: string;
  readonly callId: string | null;
  /** null: nothing in it identifies the clinic, or two things disagree. */
  readonly clinicId: string | null;
  readonly attribution: Attribution;
  /** How much of the call the event covers; of several events with one key, the most complete is stored. */
  readonly progress: number;
  readonly body: string;
  readonly receivedAt: number;
}

export interface CallEventStore {
  /**
   * Stores the event durably before anything else happens, and orders its processing in the same transaction.
   * @returns whether the event is new: false for a repetition, and for an event less complete than the stored one
   */
  claim(event: CallEvent, order: JobOrder): Promise<boolean>;
}

export interface CallEventFilter extends PageRequest {
  readonly event?: string | undefined;
  readonly callId?: string | undefined;
  readonly clinicId?: string | undefined;
  readonly sinceAt?: number | undefined;
}

/** The events of all clinics, and those without a clinic, for operators. */
export interface CallEventRecords {
  find(key: string): Promise<CallEvent | undefined>;
  /** Latest first. */
  list(filter: CallEventFilter): Promise<readonly CallEvent[]>;
  /** Events received at that instant or later, oldest first. */
  since(receivedAt: number, limit: number): Promise<readonly CallEvent[]>;
  /** Replaces the owner assigned on arrival. */
  attribute(key: string, owner: Pick<CallEvent, "clinicId" | "attribution">): Promise<void>;
}

export interface CallFilter {
  readonly outcome?: CallOutcome | undefined;
  /** Retell's `disconnection_reason`. */
  readonly reason?: string | undefined;
  readonly direction?: Call["direction"] | undefined;
  /** E.164. */
  readonly patientNumber?: string | undefined;
  /** `calledAt` is at this instant or later. */
  readonly sinceAt?: number | undefined;
  /** `calledAt` is before this instant. */
  readonly untilAt?: number | undefined;
  readonly limit: number;
}

/** One clinic's calls, derived only from events (`CallLedger`). */
export interface CallStore {
  find(callId: string): Promise<Call | undefined>;
  /** Latest first. */
  list(filter: CallFilter): Promise<readonly Call[]>;
}

/** A call with its clinic. null: the clinic is unknown or contradicted. */
export interface FleetCall extends Call {
  readonly clinicId: string | null;
}

export interface FleetCallFilter extends CallFilter, PageRequest {
  /** A node of the flow that the call reached, by id or name. */
  readonly node?: string | undefined;
  /** A tool that the call used. */
  readonly tool?: string | undefined;
  /** Whether a tool failed in the call. */
  readonly toolFailed?: boolean | undefined;
  readonly clinicId?: string | undefined;
  readonly attribution?: Attribution | undefined;
}

/** Counts of a clinic's calls since an instant. */
export interface ClinicActivity {
  readonly clinicId: string;
  readonly calls: number;
  readonly booked: number;
  readonly failed: number;
}

/** The calls of all clinics, and those without a clinic, for operators. */
export interface FleetCalls {
  /** Leaves out clinics without calls since then. */
  activitySince(since: number): Promise<readonly ClinicActivity[]>;
  /** When each clinic was last called, by clinic id. */
  lastCalls(): Promise<ReadonlyMap<string, number>>;
  find(callId: string): Promise<FleetCall | undefined>;
  /** Latest first. */
  list(filter: FleetCallFilter): Promise<readonly FleetCall[]>;
  /** Calls changed at that instant or later, oldest change first. */
  changedSince(updatedAt: number, limit: number): Promise<readonly FleetCall[]>;
}

/** What is stored about a call when a new event is applied. */
export interface KnownOfCall {
  /** In order of arrival. */
  readonly events: readonly CallEvent[];
  readonly call: FleetCall | undefined;
}

/** The changed call, and jobs of its clinic. */
export interface CallChange {
  readonly call: FleetCall;
  readonly orders: readonly JobOrder[];
}

export interface CallLedger {
  /** Reads, derives and writes in one transaction. undefined: changes nothing. */
  rewrite(callId: string, describe: (known: KnownOfCall) => CallChange | undefined): Promise<void>;
}

/** What a clinic wants removed from transcripts. */
export interface TranscriptRedaction {
  /**
   * Removes phone numbers, email addresses and birth dates from a text; undefined: the clinic keeps them.
   * @param clinicId null: an event without a known clinic, which is always redacted because no clinic asked to keep its
   * text
   */
  of(clinicId: string | null): Promise<((text: string) => string) | undefined>;
}

/** Identifies a signed request of a clinic's call; identical requests have the same digest. */
export interface RequestKey {
  readonly clinicId: string;
  /** Digest of the signature, in lower case. */
  readonly digest: string;
  readonly callId: string;
}

/** Recent answers to signed requests, shared by all processes. */
export interface FunctionReplies {
  /** undefined: the calling code must answer. `reply` is null while the first request is being answered. */
  claim(request: RequestKey, now: number): Promise<{ readonly reply: string | null } | undefined>;
  /** undefined: the request is neither answered nor being answered. */
  find(request: RequestKey): Promise<string | null | undefined>;
  keep(request: RequestKey, reply: string): Promise<void>;
  /** Call it when the request was not answered, so that a repetition can be. */
  release(request: RequestKey): Promise<void>;
}
