import type { Language } from "../language/language.ts";

/**
 * Where a contact stands, each with the states that a call may move it to; the only place that names them. Staff alone
 * take back an opt-out. `unreached`: the tries are used up; `open`: nothing is settled.
 */
export const contactMoves = {
  open: ["confirmed", "rescheduled", "cancelled", "callback_requested", "wrong_person", "unreached", "opted_out"],
  unreached: ["open", "confirmed", "rescheduled", "cancelled", "callback_requested", "wrong_person", "opted_out"],
  callback_requested: ["confirmed", "rescheduled", "cancelled", "wrong_person", "unreached", "opted_out"],
  confirmed: ["rescheduled", "cancelled", "callback_requested", "wrong_person", "opted_out"],
  rescheduled: ["callback_requested", "opted_out"],
  cancelled: ["callback_requested", "opted_out"],
  wrong_person: ["opted_out"],
  opted_out: [],
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
] as const satisfies readonly ContactState[];

export function canMoveContact(from: ContactState, to: ContactState): boolean {
  const allowed: readonly ContactState[] = contactMoves[from];
  return allowed.includes(to);
}

/**
 * What is still to be done. `retry` and `callback` are dials that are planned; the others are for the clinic's staff:
 * to call back, to find the new time that was asked for, or to see why the book says other than the call.
 */
export const followUps = ["retry", "callback", "staff_callback", "staff_move", "staff_check"] as const;

export type FollowUp = (typeof followUps)[number];

/** A person whom a clinic may call about one appointment. There is one contact for one appointment. */
export interface Contact {
  readonly id: string;
  /** Empty where only the number is known. */
  readonly name: string;
  /** E.164, in the one form of patient-phone.ts. */
  readonly phone: string;
  readonly language: Language;
  /** IANA zone of the person; null: the clinic's. */
  readonly timezone: string | null;
  /** The appointment in the clinic's book, where it is there. */
  readonly appointmentId: string | null;
  /** As imported, for appointments that are kept elsewhere; null where `appointmentId` tells it. */
  readonly appointmentAt: number | null;
  readonly appointmentType: string | null;
  readonly provider: string | null;
  readonly instructions: string | null;
  readonly email: string | null;
  readonly consent: boolean;
  /** `stated`: the person was asked. `booking`: taken from having booked, which holds only where the policy says so. */
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
 * The contact in the new state with the new follow-up, none where none is given. A state that the table of moves does
 * not allow is not taken on; the follow-up is, as it is something to be done.
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

/** The number of the patient's end of the line; null where it is withheld, which Retell tells by a word in its place. */
export function ownNumber(number: string | null): string | null {
  return number !== null && /^\+[1-9]\d{6,14}$/u.test(number) ? number : null;
}
