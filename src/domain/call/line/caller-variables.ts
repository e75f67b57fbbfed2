import { boundedCache } from "../../bounded-cache.ts";
import { type WeeklyHours, hoursOfPeriods, periodsOf } from "../../clinic/opening-hours.ts";
import { doctorInSentence, doctorName } from "../../clinic/doctor-name.ts";
import { type Clinic, type Doctor, type Suspension, closedGreeting, plainSuspension } from "../../clinic/clinic.ts";
import { clinicInSentence, recordingNotice, spokenOpeningHours } from "../../clinic/spoken-clinic.ts";
import { type ClinicDirectory, type ClinicPhrase, phrasesByLanguage } from "../../clinic/ports.ts";
import { spokenServices } from "../../clinic/requests/emergency-services.ts";
import { type Language, type Translated, languageFacts } from "../../language/language.ts";
import { oneLine, plainText } from "../../language/plain-text.ts";
import { spokenDate } from "../../language/dates/spoken-date.ts";
import type { WallDate } from "../../time/wall-date.ts";
import { dateAt, wallTimeAt } from "../../time/zoned-time.ts";
import {
  type ClinicNow,
  type SpecialDays,
  type StoredSpecialDays,
  announcedDays,
  clinicNow,
  specialDaysOf,
} from "./clinic-now.ts";

/**
 * How the flow begins at a suspended clinic: with a closing sentence and a hang-up, or with a transfer to another line.
 */
const statuses = { message: "closed", forward: "forwarded", reject: "closed" } as const;

/** The variables a suspension changes; the greeting may contain any of the clinic's facts. */
export function suspendedVariables(
  suspension: Suspension | null,
  language: Language,
): { readonly facts: Readonly<Record<string, string>>; readonly phrases: Readonly<Record<string, string>> } {
  if (suspension === null) return { facts: { clinic_status: "open" }, phrases: {} };
  const { answer, forwardTo } = suspension;
  const line = forwardTo === null ? {} : { transfer_number: forwardTo, has_transfer_number: "true" };
  return {
    facts: { clinic_status: statuses[answer], ...line },
    phrases: { greeting: closedGreeting(suspension, language) },
  };
}

/** What the agent says word for word, by key; `{{clinic_name}}` and the clinic's other facts may occur in it. */
export type Phrases = Translated<Readonly<Record<string, string>>>;

export type DynamicVariables = Readonly<Record<string, string>>;

/**
 * Every variable of the flow, for one clinic at one instant. All are strings, and none may be missing, because Retell
 * reads an unknown `{{name}}` aloud as written (docs/retell.md 13.3). Phrases already contain the clinic's facts,
 * because Retell does not expand variables inside a value (docs/retell.md 10).
 */
export function callerVariables(facts: CallerFacts, phrases: Phrases, now: number): DynamicVariables {
  const own = variablesIn(facts, phrases, now);
  const { secondLanguage } = facts.clinic;
  if (secondLanguage === null) return { ...own, second_language: "none", second_variables: "{}" };
  // The clinic's notice is in the clinic's language only.
  const notice = facts.clinic.notice === "" ? "" : null;
  const other = variablesIn({ ...facts, clinic: { ...facts.clinic, language: secondLanguage, notice } }, phrases, now);
  const differing = Object.entries(other).filter(([name, value]) => name !== "phrase_greeting" && own[name] !== value);
  const greeting =
    facts.suspension === null ? `${own["phrase_greeting"] ?? ""} ${languageOffers[secondLanguage]}` : null;
  return {
    ...own,
    ...(greeting === null ? {} : { phrase_greeting: greeting }),
    second_language: secondLanguage,
    second_variables: JSON.stringify(Object.fromEntries(differing)),
  };
}

/** Said after the greeting at a clinic that also speaks this language. */
const languageOffers: Translated = {
  fr: "Pour le français, dites « français » ou appuyez sur deux.",
  en: 'For English, say "English" or press two.',
  es: "Para español, diga «español» u oprima el dos.",
};

/** The variables in the clinic's language. */
function variablesIn(facts: CallerFacts, phrases: Phrases, now: number): DynamicVariables {
  const { language } = facts.clinic;
  const present = presentOf(facts, now);
  const late = afterHoursVariables(facts.clinic, present.isOpen, language);
  const suspended = suspendedVariables(facts.suspension, language);
  const said = {
    local_time: wallTimeAt(now, facts.clinic.timezone),
    open_now: String(present.isOpen),
    opening_now: present.said,
    closures: present.closures,
    notice: oneLine(recordingNotice(facts.clinic, language)),
  };
  const variables = { ...said, ...clinicVariables(facts, now), ...late.facts, ...suspended.facts };
  const texts = { ...wordedFor(facts, phrases, language), ...late.phrases, ...suspended.phrases };
  // Spreading more than a hundred names into an object makes V8 create a hidden class for each name, in every answer.
  return Object.fromEntries([...Object.entries(variables), ...phraseEntries(texts, variables)]);
}

/** The installation's phrases, overridden by the clinic's own. */
export function wordedFor(
  facts: Pick<CallerFacts, "phrases">,
  phrases: Phrases,
  language: Language,
): Phrases[Language] {
  return { ...phrases[language], ...facts.phrases[language] };
}

/** Whether the clinic is open, and until when that holds. */
export function presentOf(facts: CallerFacts, now: number): ClinicNow {
  const known = presents.get(facts);
  if (known?.at === now) return known.present;
  const { clinic, hours, specialDays } = facts;
  const present = clinicNow({ hours, zone: clinic.timezone, ...specialDays }, now, clinic.language);
  presents.set(facts, { at: now, present });
  return present;
}

/** Both the words of an answer and its expiry depend on it. */
const presents = new WeakMap<CallerFacts, { readonly at: number; readonly present: ClinicNow }>();

/** The phrases of one language as `phrase_<key>`, with their facts filled in. */
export function spokenPhrases(texts: Readonly<Record<string, string>>, facts: DynamicVariables): DynamicVariables {
  return Object.fromEntries(phraseEntries(texts, facts));
}

function phraseEntries(texts: Readonly<Record<string, string>>, facts: DynamicVariables): [string, string][] {
  return Object.entries(texts).map(([key, text]) => [
    phraseName(key, () => `phrase_${key}`),
    text.includes("{{") ? filledIn(text, facts) : text,
  ]);
}

/** Caches the names, because V8 looks up each newly built name among all the names it knows. */
const phraseName = boundedCache<string>(1_000);

/** The clinic's name alone, and in the forms that a sentence needs. */
function clinicNames(clinic: Clinic): DynamicVariables {
  const { said, at, of } = clinicInSentence(clinic, clinic.language);
  return {
    clinic_name: oneLine(clinic.name),
    clinic_said: oneLine(said),
    clinic_at: oneLine(at),
    clinic_of: oneLine(of),
  };
}

/** A text with the clinic's names and emergency numbers filled in; other facts are filled in when a call comes. */
export function inClinicWords(text: string, clinic: Clinic): string {
  const facts: DynamicVariables = { ...clinicNames(clinic), ...spokenServices(clinic, clinic.language) };
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/gu, (whole, name: string) => facts[name] ?? whole);
}

function clinicVariables({ clinic, doctors, hours, asksReason }: CallerFacts, now: number): DynamicVariables {
  const { language } = clinic;
  const today = dateAt(now, clinic.timezone);
  return {
    clinic_id: clinic.id,
    clinic_slug: clinic.slug,
    ...clinicNames(clinic),
    clinic_address: oneLine(clinic.address),
    clinic_phone: clinic.phone ?? "",
    timezone: clinic.timezone,
    language,
    language_name: languageFacts(language).ownName,
    today,
    today_spoken: spokenDate(today, language, true),
    available_doctors: doctors.map(doctorLine).join("\n"),
    doctor_id_map: JSON.stringify(
      Object.fromEntries(doctors.map((doctor) => [oneLine(doctorName(doctor.name)), doctor.id])),
    ),
    doctors_said: JSON.stringify(
      Object.fromEntries(doctors.map(({ id, name }) => [id, oneLine(doctorInSentence(name, language))])),
    ),
    business_hours: spokenOpeningHours(hours, language),
    transfer_number: clinic.transferNumber ?? "",
    emergency_number: clinic.emergencyNumber ?? "",
    ...spokenServices(clinic, language),
    has_transfer_number: String(clinic.transferNumber !== null),
    sms_enabled: String(clinic.smsEnabled),
    asks_reason: String(asksReason),
    clinic_instructions: plainText(clinic.instructions ?? ""),
    call_purpose: "",
  };
}

function doctorLine(doctor: Doctor, index: number): string {
  return `${index + 1}. ${oneLine(doctorName(doctor.name))} - ${oneLine(doctor.specialty)} (ID: ${doctor.id})`;
}

/** Fills in the facts. A missing fact is left out, so that no braces are read aloud. */
function filledIn(text: string, facts: DynamicVariables): string {
  return text.replaceAll(/(\s*)\{\{\s*(\w+)\s*\}\}/g, (_, blank: string, name: string) => {
    const fact = facts[name] ?? "";
    return fact === "" ? "" : `${blank}${fact}`;
  });
}

/**
 * Retell's locales of each language by country (agent field `language`, docs/retell.md 2.1); other countries get the
 * default.
 */
const locales = {
  fr: { default: "fr-FR", CA: "fr-CA" },
  en: { default: "en-US", AU: "en-AU", GB: "en-GB", IE: "en-GB", IN: "en-IN", NZ: "en-NZ" },
  es: { default: "es-419", ES: "es-ES" },
} as const satisfies Translated<Readonly<Record<string, string>>>;

export type AgentLocale = {
  [Spoken in Language]: (typeof locales)[Spoken][keyof (typeof locales)[Spoken]];
}[Language];

export function agentLocale({ language, country }: Pick<Clinic, "language" | "country">): AgentLocale {
  const variants: Readonly<Record<string, AgentLocale>> = locales[language];
  return variants[country] ?? locales[language].default;
}

/** What a clinic's calls start with. */
export interface CallerFacts {
  readonly clinic: Clinic;
  /** The clinic's number at Retell, E.164. */
  readonly phoneNumber: string | null;
  readonly doctors: readonly Doctor[];
  readonly hours: WeeklyHours;
  /** The clinic's own phrases. */
  readonly phrases: Partial<Phrases>;
  /** Closures, extra openings and public holidays of the coming days. */
  readonly specialDays: SpecialDays;
  /** null: the clinic takes calls. */
  readonly suspension: Suspension | null;
  /** Whether the reason of a visit matters: the clinic has several appointment types. */
  readonly asksReason: boolean;
}

/** What is stored about a clinic for its calls, in addition to the clinic itself. */
export interface CallerRecords extends StoredSpecialDays {
  readonly phoneNumber: string | null;
  /** The active ones, in the clinic's order. */
  readonly doctors: readonly Doctor[];
  /** The clinic's usual hours. */
  readonly hours: WeeklyHours;
  readonly phrases: readonly ClinicPhrase[];
  readonly suspension: Suspension | undefined;
  /** The number of active appointment types. */
  readonly types: number;
}

export interface CallerRecordStore {
  /** Reads everything at the same instant. @param first of the days whose exceptions are read */
  read(first: WallDate, last: WallDate): Promise<CallerRecords>;
}

/** The stores these facts are read from. */
export interface CallerFactsStore {
  readonly clinics: Pick<ClinicDirectory, "find" | "findByNumber">;
  scope(clinicId: string): { readonly callerRecords: CallerRecordStore };
}

export async function readCallerFacts(clinic: Clinic, store: CallerFactsStore, now: number): Promise<CallerFacts> {
  const today = dateAt(now, clinic.timezone);
  const records = await store.scope(clinic.id).callerRecords.read(...announcedDays(today));
  const specialDays = await specialDaysOf(today, records);
  const { phoneNumber, doctors, hours, phrases, suspension, types } = records;
  return {
    clinic,
    phoneNumber,
    doctors,
    hours: hoursOfPeriods(today, periodsOf(null, specialDays.periods)) ?? hours,
    phrases: phrasesByLanguage(phrases),
    specialDays,
    asksReason: types > 1,
    suspension: clinic.status === "suspended" ? (suspension ?? plainSuspension) : null,
  };
}

/** The variables that the clinic's after-hours setting changes while it is closed. */
interface AfterHours {
  readonly facts: Readonly<Record<string, string>>;
  readonly phrases: Readonly<Record<string, string>>;
}

type Sentences = Translated<Readonly<Record<"message" | "book", string>>>;

/** Said to a caller who asks for a person. `{{opening_now}}` says when the clinic opens. */
const noHuman: Sentences = {
  fr: {
    message:
      "La clinique est {{opening_now}}. Voulez-vous laisser un message à l'équipe, ou que je m'occupe moi-même de votre demande ?",
    book: "La clinique est {{opening_now}}. En attendant, je peux prendre, déplacer ou annuler un rendez-vous. Que souhaitez-vous ?",
  },
  en: {
    message:
      "The clinic is {{opening_now}}. Would you like to leave a message for the team, or shall I take care of your request myself?",
    book: "The clinic is {{opening_now}}. Meanwhile I can book, move or cancel an appointment. What would you like?",
  },
  es: {
    message: "La clínica está {{opening_now}}. ¿Quiere dejarle un mensaje al equipo, o prefiere que le ayude yo?",
    book: "La clínica está {{opening_now}}. Mientras tanto, puedo dar, cambiar o cancelar una cita. ¿Qué necesita?",
  },
};

/**
 * Without a setting, and while the clinic is open, callers are put through as usual. Otherwise nobody is at the desk:
 * `forward` puts callers through to the doctor on call, `message` and `book` put them through to no one.
 */
export function afterHoursVariables(
  { afterHours, onCallNumber }: Pick<Clinic, "afterHours" | "onCallNumber">,
  isOpen: boolean,
  language: Language,
): AfterHours {
  if (afterHours === null || isOpen) return { facts: {}, phrases: {} };
  if (afterHours === "forward" && onCallNumber !== null) {
    return { facts: { transfer_number: onCallNumber, has_transfer_number: "true" }, phrases: {} };
  }
  const kind = afterHours === "book" ? "book" : "message";
  return { facts: { has_transfer_number: "false" }, phrases: { no_human: noHuman[language][kind] } };
}
