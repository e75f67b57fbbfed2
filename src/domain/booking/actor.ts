import type { PatientClaim } from "./patient-identity.ts";

/** A caller acts within a call. Staff may override notice, horizon and cut-off, with a reason that is recorded. */
export interface Caller {
  readonly kind: "caller";
  readonly callId: string;
  /** The caller ID, when it is a phone number. */
  readonly number?: string | null | undefined;
  /** Whether the caller said yes when the patient's number was read back. */
  readonly phoneConfirmed?: boolean | undefined;
  /** The patient that the caller has proved to be, from the number on file. */
  readonly provenPatientId?: string | undefined;
  /** Whether a caller who shows no number has proved to be a patient known to the team. */
  readonly isKnownPatient?: boolean | undefined;
}

/** A caller who has stated whose appointment it is. */
export interface IdentifiedCaller extends Caller {
  readonly claim: PatientClaim;
}

export interface Staff {
  readonly kind: "staff";
  readonly reason: string;
  /** Whether they book it even where the doctor sees someone else then. */
  readonly overbooks?: boolean | undefined;
}

export type Actor = Caller | Staff;

export function callIdOf(actor: Actor): string | null {
  return actor.kind === "caller" ? actor.callId : null;
}

export function reasonOf(actor: Actor): string | null {
  return actor.kind === "staff" ? actor.reason : null;
}
