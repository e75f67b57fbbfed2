import type { PageRequest } from "../page.ts";
import type { Clinic, ClinicNumber, Doctor } from "./clinic.ts";
import type { HoursPeriod, WeeklyHours } from "./opening-hours.ts";
import type { Language, Translated } from "../language/language.ts";

export interface ClinicOverview {
  readonly clinic: Clinic;
  readonly phoneNumber: string | null;
  readonly doctors: number;
}

/** Fleet-wide: the clinics themselves. What a clinic owns is reached through its scope only. */
export interface ClinicDirectory {
  /** By slug. */
  list(): Promise<readonly Clinic[]>;
  /** The same one after the other, for what goes through a whole fleet while callers wait. */
  all(): AsyncIterable<Clinic>;
  /** Clinics by slug, with their numbers and counts of active doctors; all of them without a page. */
  overview(page?: Partial<PageRequest>): Promise<readonly ClinicOverview[]>;
  find(idOrSlug: string): Promise<Clinic | undefined>;
  findByNumber(phoneNumber: string): Promise<Clinic | undefined>;
  /** The accounts that clinics have of their own, by the variable with their key. */
  accounts(): Promise<readonly string[]>;
  /** @throws conflict when the slug is taken */
  add(clinic: Clinic): Promise<void>;
  update(clinic: Clinic): Promise<void>;
}

export interface DoctorStore {
  /** Active doctors, in the order they were added. */
  list(): Promise<readonly Doctor[]>;
  find(doctorId: string): Promise<Doctor | undefined>;
  /** @throws conflict when the clinic has a doctor of that name */
  add(doctor: Doctor): Promise<void>;
  update(doctor: Doctor): Promise<void>;
}

export interface OpeningHoursStore {
  ofClinic(): Promise<WeeklyHours>;
  setForClinic(hours: WeeklyHours): Promise<void>;
  /** Doctors that keep their own hours; the others keep the clinic's. */
  ofDoctors(): Promise<ReadonlyMap<string, WeeklyHours>>;
  setForDoctor(doctorId: string, hours: WeeklyHours | null): Promise<void>;
  /** All periods, of the clinic and of doctors, by their first date. */
  periods(): Promise<readonly HoursPeriod[]>;
  addPeriod(period: HoursPeriod): Promise<void>;
  /** Whether there was such a period. */
  removePeriod(periodId: string): Promise<boolean>;
}

export interface NumberStore {
  find(): Promise<ClinicNumber | undefined>;
  /** @throws conflict when another clinic has the number */
  save(number: ClinicNumber): Promise<void>;
  remove(): Promise<void>;
}

/** How a calendar program should handle the .ics file of a mail (RFC 5546 3.2). */
type CalendarMethod = "REQUEST" | "CANCEL";

/** A mail to send. A clinic sends each kind and key once, ever. */
export interface NewMail {
  readonly id: string;
  /** What it is: `welcome`, `call-summary`. */
  readonly kind: string;
  /** What it is about: a call's id, a date. */
  readonly key: string;
  readonly recipient: string;
  readonly subject: string;
  /** Plain text. */
  readonly body: string;
  readonly html: string | null;
  /** The text of an .ics file that goes with it, and its method. */
  readonly calendar: string | null;
  readonly calendarMethod: CalendarMethod | null;
  /** Whose data it contains, so that it can be exported and erased with the rest. */
  readonly patientId: string | null;
  readonly callId: string | null;
  readonly createdAt: number;
}

/**
 * `sending`: handed to the mail server, which has not confirmed it yet. `failed`: refused for good; an operator has to
 * act.
 */
export const mailStates = ["waiting", "sending", "sent", "failed"] as const;

export type MailState = (typeof mailStates)[number];

/** A mail and its delivery state. */
export interface Mail extends NewMail {
  readonly state: MailState;
  /** Begun so far. */
  readonly attempts: number;
  /** When the last one began. */
  readonly attemptedAt: number | null;
  readonly sentAt: number | null;
  /** Why the last one failed; null once it was sent. */
  readonly lastError: string | null;
}

/** The mails of one clinic. */
export interface OutboxStore {
  /** Oldest first. */
  list(): Promise<readonly Mail[]>;
  has(kind: string, key: string): Promise<boolean>;
  /** Queues the mail and orders its delivery. @returns whether it is the first of its kind and key */
  add(mail: NewMail): Promise<boolean>;
}

/** A text that a clinic words itself, in one of its languages. */
export interface ClinicPhrase {
  readonly language: Language;
  /** `greeting`: what a flow says as `{{phrase_greeting}}`. */
  readonly key: string;
  readonly text: string;
}

/** Of one clinic. */
export interface ClinicPhraseStore {
  list(): Promise<readonly ClinicPhrase[]>;
  save(phrase: ClinicPhrase): Promise<void>;
  remove(phrase: Pick<ClinicPhrase, "language" | "key">): Promise<void>;
}

/** The texts of each language by key. */
export function phrasesByLanguage(
  phrases: readonly ClinicPhrase[],
): Partial<Translated<Readonly<Record<string, string>>>> {
  const byLanguage: Partial<Record<Language, Record<string, string>>> = {};
  for (const { language, key, text } of phrases) byLanguage[language] = { ...byLanguage[language], [key]: text };
  return byLanguage;
}

type SignUpState = "waiting" | "approved" | "refused";

/** A clinic that signed up. */
export interface SignUp {
  readonly id: string;
  readonly name: string;
  readonly state: SignUpState;
  /** In the form of clinic.json, without a number. null once it is decided: it holds people's names and addresses. */
  readonly formJson: string | null;
  readonly receivedAt: number;
  readonly decidedAt: number | null;
  readonly reason: string | null;
  /** The clinic that was onboarded from it. */
  readonly clinicId: string | null;
}

export type SignUpDecision = Pick<SignUp, "reason" | "clinicId"> & {
  readonly state: Exclude<SignUpState, "waiting">;
  readonly decidedAt: number;
};

/** Strangers fill in the form, so the number that wait is limited. */
export const MOST_WAITING = 200;

export interface SignUpStore {
  /** Whether the form takes sign-ups. */
  isOpen(): Promise<boolean>;
  setOpen(isOpen: boolean): Promise<void>;
  /** Latest first. */
  list(asked: { readonly isWaitingOnly: boolean }): Promise<readonly SignUp[]>;
  /** The same form twice waits once. @returns false while `MOST_WAITING` wait */
  add(signUp: SignUp): Promise<boolean>;
  /** Drops what was filled in. @returns false for one that does not wait */
  decide(id: string, decision: SignUpDecision): Promise<boolean>;
}
