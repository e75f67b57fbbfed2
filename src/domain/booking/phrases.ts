import type { Translated } from "../language/language.ts";
import { bookingPhrasesEn } from "./phrases-en.ts";
import { bookingPhrasesFr } from "./phrases-fr.ts";
import type { UnavailableReason } from "./unavailable.ts";

/** Everything that is said about bookings. Dates, times and lists come in as spoken text. */
export interface BookingPhrases {
  readonly withDoctor: (time: string, doctor: string) => string;
  /** For one who no longer works at the clinic. */
  readonly aDoctor: string;
  readonly noSlots: (date: string) => string;
  readonly nextDate: (date: string) => string;
  readonly slots: (times: string) => string;
  readonly unavailable: Readonly<Record<UnavailableReason, string>>;
  readonly instead: (times: string) => string;
  readonly otherDate: string;
  readonly held: (time: string, minutes: number) => string;
  readonly booked: (time: string, doctor: string, patient: string) => string;
  readonly noAppointment: string;
  readonly oneAppointment: (time: string, doctor: string, patient: string) => string;
  readonly severalAppointments: (times: string) => string;
  readonly forPatient: (time: string, patient: string) => string;
  readonly rescheduled: (before: string, now: string) => string;
  readonly cancelled: (time: string) => string;
  readonly pastCutoff: (time: string) => string;
  readonly notActive: (time: string) => string;
  readonly onWaitlist: (place: number) => string;
  readonly whichDate: string;
  readonly theDate: (date: string) => string;
  readonly whichOf: (dates: string) => string;
  readonly pastDate: (date: string) => string;
  readonly doctors: (names: string) => string;
  readonly noDoctors: string;
  readonly whichDoctor: (names: string) => string;
  readonly unknownDoctor: (names: string) => string;
}

export const bookingPhrases: Translated<BookingPhrases> = { fr: bookingPhrasesFr, en: bookingPhrasesEn };

/** A doctor's name as said: with the title, once. */
export function doctorName(name: string): string {
  return /^(?:dr|docteur|doctor|pr|prof)\b/iu.test(name) ? name : `Dr. ${name}`;
}
