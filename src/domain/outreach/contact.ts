import type { Language } from "../language/language.ts";

/**
 * Each contact state with the states that a call may move it to; the single source for both. Only staff can undo an
 * opt-out or a death reported in a call. `unreached`: no tries are left; `open`: nothing is settled.
 */
export const contactMoves = {
  open: [
    "confirmed",
    "rescheduled",
    "cancelled",
    "callback_requested",
    "wrong_person",
    "unreached",
    "opted_out",
    "deceased",
  ],
  unreached: [
    "open",
    "confirmed",
    "rescheduled",
    "cancelled",
    "callback_requested",
    "wrong_person",
    "opted_out",
    "deceased",
  ],
  callback_requested: ["confirmed", "rescheduled", "cancelled", "wrong_person", "unreached", "opted_out", "deceased"],
  confirmed: ["rescheduled", "cancelled", "callback_requested", "wrong_person", "opted_out", "deceased"],
  rescheduled: ["callback_requested", "opted_out", "deceased"],
  cancelled: ["callback_requested", "opted_out", "deceased"],
  wrong_person: ["opted_out", "deceased"],
  opted_out: ["deceased"],
  deceased: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ContactState = keyof typeof contactMoves;

export const contactStates = [
  "open",
  "confirmed",
  "rescheduled",
  "cancelled",
  "callback_requested",
  "wrong_person",
  "unreached",
  "opted_out",
  "deceased",
] as const satisfies readonly ContactState[];

export function canMoveContact(from: ContactState, to: ContactState): boolean {
  const allowed: readonly ContactState[] = contactMoves[from];
  return allowed.includes(to);
}

/**
 * What remains to be done. `retry` and `callback` are planned attempts; the others are tasks for the clinic's staff:
 * call back, find the requested new time, or check why book and call disagree.
 */
export const followUps = ["retry", "callback", "staff_callback", "staff_move", "staff_check"] as const;

export type FollowUp = (typeof followUps)[number];

/** A person a clinic may call about one appointment. Each appointment has at most one contact. */
export interface Contact {
  readonly id: string;
  /** Empty when only the number is known. */
  readonly name: string;
  /** E.164, normalised by `patientPhone`. */
  readonly phone: string;
  readonly language: Language;
  /** The person's IANA zone; null: the clinic's. */
  readonly timezone: string | null;
  /** The appointment, if it is in the clinic's book. */
  readonly appointmentId: string | null;
  /** As imported, for appointments kept elsewhere; null when `appointmentId` gives the time. */
  readonly appointmentAt: number | null;
  readonly appointmentType: string | null;
  readonly provider: string | null;
  readonly instructions: string | null;
  readonly email: string | null;
  readonly consent: boolean;
  /** `stated`: the person was asked. `booking`: implied by booking, which counts only if the policy accepts it. */
  readonly consentBasis: "stated" | "booking";
  readonly state: ContactState;
  readonly followUp: FollowUp | null;
  /** When the person asked to be called, or the follow-up is due. */
  readonly followUpAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ContactChange {
  readonly state: ContactState;
  readonly followUp?: { readonly kind: FollowUp; readonly at: number } | null;
  readonly at: number;
}

/**
 * The contact in the new state, with the new follow-up or none. A state change that is not allowed is ignored, but the
 * follow-up still applies, because it is work to do.
 */
export function changeContact(contact: Contact, { state, followUp = null, at }: ContactChange): Contact {
  return {
    ...contact,
    state: canMoveContact(contact.state, state) ? state : contact.state,
    followUp: followUp?.kind ?? null,
    followUpAt: followUp?.at ?? null,
    updatedAt: at,
  };
}

/** The patient's number; null when withheld, for which Retell reports a word instead. */
export function ownNumber(number: string | null): string | null {
  return number !== null && /^\+[1-9]\d{6,14}$/u.test(number) ? number : null;
}
