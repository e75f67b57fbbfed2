import type { PageRequest } from "../page.ts";
import type { Clinic, ClinicNumber, Doctor } from "./clinic.ts";
import type { HoursPeriod, WeeklyHours } from "./opening-hours.ts";
import type { Language, Translated } from "../language/language.ts";

export interface ClinicOverview {
  readonly clinic: Clinic;
  readonly phoneNumber: string | null;
  readonly doctors: number;
}

/** All clinics of the fleet. What a clinic owns is reached only through its scope. */
export interface ClinicDirectory {
  /** All clinics, by slug. */
  list(): Promise<readonly Clinic[]>;
  /** The same clinics one at a time, for code that goes through a large fleet while callers wait. */
  all(): AsyncIterable<Clinic>;
  /** Clinics by slug, with their numbers and counts of active doctors; without a page, all clinics. */
  overview(page?: Partial<PageRequest>): Promise<readonly ClinicOverview[]>;
  find(idOrSlug: string): Promise<Clinic | undefined>;
  findByNumber(phoneNumber: string): Promise<Clinic | undefined>;
  /** Clinics' own accounts, each named by the environment variable with its key. */
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
  /** The hours of doctors with their own; the others keep the clinic's. */
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

/** How a calendar program should handle an email's .ics file (RFC 5546 3.2). */
type CalendarMethod = "REQUEST" | "CANCEL";

/** An email to send. A clinic never sends the same kind and key twice. */
export interface NewMail {
  readonly id: string;
  /** The kind of email: `welcome`, `call-summary`. */
  readonly kind: string;
  /** The subject of the kind: a call's id, a date. */
  readonly key: string;
  readonly recipient: string;
  readonly subject: string;
  /** Plain text. */
  readonly body: string;
  readonly html: string | null;
  /** The text of the attached .ics file, and its method. */
  readonly calendar: string | null;
  readonly calendarMethod: CalendarMethod | null;
  /** The patient whose data the email contains, so that it is exported and erased with the patient's other data. */
  readonly patientId: string | null;
  readonly callId: string | null;
  readonly createdAt: number;
}

/**
 * `sending`: handed to the mail server, which has not confirmed it yet. `failed`: refused permanently; an operator must
 * act.
 */
export const mailStates = ["waiting", "sending", "sent", "failed"] as const;

export type MailState = (typeof mailStates)[number];

/** An email and its delivery state. */
export interface Mail extends NewMail {
  readonly state: MailState;
  /** Attempts begun so far. */
  readonly attempts: number;
  /** When the last attempt began. */
  readonly attemptedAt: number | null;
  readonly sentAt: number | null;
  /** Why the last attempt failed; null once the email was sent. */
  readonly lastError: string | null;
}

/** The emails of one clinic. */
export interface OutboxStore {
  /** Oldest first. */
  list(): Promise<readonly Mail[]>;
  has(kind: string, key: string): Promise<boolean>;
  /** Queues the email and orders its delivery. @returns whether it is the first of its kind and key */
  add(mail: NewMail): Promise<boolean>;
}

/** A clinic's own wording of a text, in one of its languages. */
export interface ClinicPhrase {
  readonly language: Language;
  /** `greeting`: what a flow says as `{{phrase_greeting}}`. */
  readonly key: string;
  readonly text: string;
}

/** The own phrases of one clinic. */
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
  /**
   * In the form of clinic.json, without a number. Set to null on decision, because it holds people's names and
   * addresses.
   */
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

/** Strangers can fill in the form, so the number of waiting sign-ups is limited. */
export const MOST_WAITING = 200;

export interface SignUpStore {
  /** Whether the form accepts sign-ups. */
  isOpen(): Promise<boolean>;
  setOpen(isOpen: boolean): Promise<void>;
  /** Latest first. */
  list(asked: { readonly isWaitingOnly: boolean }): Promise<readonly SignUp[]>;
  /** The same form sent twice is stored once. @returns false while `MOST_WAITING` sign-ups wait */
  add(signUp: SignUp): Promise<boolean>;
  /** Decides the sign-up and erases the form's content. @returns false if the sign-up is not waiting */
  decide(id: string, decision: SignUpDecision): Promise<boolean>;
}
