import type { Call } from "../call/call.ts";
import type { Span } from "../time/spans.ts";

/** Calls that reports do not distinguish; a week has few such groups, however many calls. */
export interface CallGroup extends Pick<Call, "direction" | "status" | "outcome" | "costCents"> {
  readonly calls: number;
  readonly durationMs: number;
}

/** The records that one clinic's weekly figures come from. */
export interface ClinicRecords {
  /** By `calledAt`, all directions. */
  readonly calls: readonly CallGroup[];
  /** Appointments that calls booked; one that was moved counts once. */
  readonly booked: number;
  readonly messages: number;
  /** Appointments in that span to which the patient did not come. */
  readonly noShows: number;
  /** When the calls that left an appointment or a message were made. */
  readonly fruitfulAt: readonly number[];
}

/** One clinic's records, for its reports. */
export interface ClinicRecordStore {
  within(span: Span): Promise<ClinicRecords>;
}

/** null: the clinic is unknown or contradicted (`Attribution`). */
export interface FleetCallGroup extends CallGroup {
  readonly clinicId: string | null;
}

/** A stored call, for comparison with Retell's cost. */
export interface PricedCall {
  readonly callId: string;
  readonly clinicId: string | null;
  readonly calledAt: number;
  readonly costCents: number | null;
}

/** The calls of all clinics, and those without a clinic, for cost reports. */
export interface FleetCosts {
  /** By `calledAt`. */
  within(span: Span): Promise<readonly FleetCallGroup[]>;
  /** The stored ones among these calls. */
  ofCalls(callIds: readonly string[]): Promise<readonly PricedCall[]>;
  /** Stores Retell's costs. A call erased in the meantime stays erased. */
  price(calls: readonly { readonly callId: string; readonly costCents: number }[]): Promise<void>;
}

/** A call that Retell lists. */
export interface ListedCall {
  readonly callId: string;
  /** null: Retell reports no cost, or one that no call can have. */
  readonly costCents: number | null;
}

/** The calls of one account at Retell that began within the span, page by page. */
export interface ListedCosts {
  pages(span: Span): AsyncIterable<readonly ListedCall[]>;
}
