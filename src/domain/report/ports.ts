import type { Call } from "../call/call.ts";
import type { Span } from "../time/spans.ts";

/** Calls that are alike in everything that reports count; a week has few such groups, however many calls. */
export interface CallGroup extends Pick<Call, "direction" | "status" | "outcome" | "costCents"> {
  readonly calls: number;
  readonly durationMs: number;
}

/** What one clinic's week is counted from. */
export interface ClinicRecords {
  /** By `calledAt`, all directions. */
  readonly calls: readonly CallGroup[];
  /** Appointments that calls booked; one that was moved counts once. */
  readonly booked: number;
  readonly messages: number;
  /** Appointments of that time to which the patient did not come. */
  readonly noShows: number;
  /** When those called who left with an appointment or a message. */
  readonly fruitfulAt: readonly number[];
}

/** One clinic's records, for its reports. */
export interface ClinicRecordStore {
  within(span: Span): Promise<ClinicRecords>;
}

/** null: the clinic is unknown, or two things named two. */
export interface FleetCallGroup extends CallGroup {
  readonly clinicId: string | null;
}

/** A stored call, as its cost is compared with Retell's. */
export interface PricedCall {
  readonly callId: string;
  readonly clinicId: string | null;
  readonly calledAt: number;
  readonly costCents: number | null;
}

/** The calls of all clinics and of none, as their costs are counted. */
export interface FleetCosts {
  /** By `calledAt`. */
  within(span: Span): Promise<readonly FleetCallGroup[]>;
  /** Those of these calls that are stored. */
  ofCalls(callIds: readonly string[]): Promise<readonly PricedCall[]>;
  /** Stores costs that Retell named. A call that was erased meanwhile stays so. */
  price(calls: readonly { readonly callId: string; readonly costCents: number }[]): Promise<void>;
}

/** A call that Retell lists. */
export interface ListedCall {
  readonly callId: string;
  /** null: Retell names none, or none that a call can have. */
  readonly costCents: number | null;
}

/** The calls of one account at Retell that began within the span, page by page. */
export interface ListedCosts {
  pages(span: Span): AsyncIterable<readonly ListedCall[]>;
}
