import type { Language } from "../language/language.ts";

/** Where a contact stands; the only place that names the states. */
export const contactStates = [
  "open",
  "confirmed",
  "rescheduled",
  "cancelled",
  "callback_requested",
  "wrong_person",
  "unreached",
  "opted_out",
] as const;

export type ContactState = (typeof contactStates)[number];

/** A person whom a clinic may call about one appointment (product.md C). */
export interface Contact {
  readonly id: string;
  readonly name: string;
  /** E.164. */
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
  readonly state: ContactState;
  /** When the person asked to be called, or a follow-up is due. */
  readonly followUpAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}
