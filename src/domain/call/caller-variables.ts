import { doctorName } from "../booking/phrases.ts";
import {
  type Clinic,
  type Doctor,
  type Suspension,
  type SuspensionStore,
  closedGreeting,
  plainSuspension,
} from "../clinic/clinic.ts";
import { spokenServices } from "../clinic/emergency-services.ts";
import { type WeeklyHours, spokenOpeningHours } from "../clinic/opening-hours.ts";
import type { ClinicDirectory, DoctorStore, NumberStore, OpeningHoursStore } from "../clinic/ports.ts";
import type { Language, Translated } from "../language/language.ts";
import { oneLine, plainText } from "../language/plain-text.ts";
import { spokenDate } from "../language/spoken-date.ts";
import type { WallDate } from "../time/wall-date.ts";

/** How the flow begins: as usual, with a closing sentence and the end, or with one and another line. */
const statuses = { message: "closed", forward: "forwarded", reject: "closed" } as const;

/** What a suspension changes in the clinic's variables; the greeting may name any of the clinic's facts. */
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

/** What the agent says word for word, by key; `{{clinic_name}}` and the other facts of the clinic may stand in it. */
export type Phrases = Translated<Readonly<Record<string, string>>>;

export type DynamicVariables = Readonly<Record<string, string>>;

const languageNames: Translated = { fr: "français", en: "English" };

/**
 * Every variable that the flow may name, for one clinic on one day of its own calendar. All are strings and none is
 * missing: Retell speaks an unknown `{{name}}` as it stands (docs/retell.md 13.3). Phrases arrive with the clinic's
 * facts already in them, as Retell does not look for variables inside a value (docs/retell.md 10).
 */
export function callerVariables(facts: CallerFacts, phrases: Phrases, today: WallDate): DynamicVariables {
  const { language } = facts.clinic;
  const suspended = suspendedVariables(facts.suspension, language);
  const variables = { ...clinicVariables(facts, today), ...suspended.facts };
  return { ...variables, ...spokenPhrases({ ...phrases[language], ...suspended.phrases }, variables) };
}

/** The phrases of one language as `phrase_<key>`, with the facts that they name. */
export function spokenPhrases(texts: Readonly<Record<string, string>>, facts: DynamicVariables): DynamicVariables {
  const spoken = Object.entries(texts).map(([key, text]): [string, string] => [`phrase_${key}`, filledIn(text, facts)]);
  return Object.fromEntries(spoken);
}

function clinicVariables({ clinic, doctors, hours }: CallerFacts, today: WallDate): DynamicVariables {
  const { language } = clinic;
  return {
    clinic_id: clinic.id,
    clinic_slug: clinic.slug,
    clinic_name: oneLine(clinic.name),
    clinic_address: oneLine(clinic.address),
    clinic_phone: clinic.phone ?? "",
    timezone: clinic.timezone,
    language,
    language_name: languageNames[language],
    today,
    today_spoken: spokenDate(today, language, true),
    available_doctors: doctors.map(doctorLine).join("\n"),
    doctor_id_map: JSON.stringify(
      Object.fromEntries(doctors.map((doctor) => [oneLine(doctorName(doctor.name)), doctor.id])),
    ),
    business_hours: spokenOpeningHours(hours, language),
    transfer_number: clinic.transferNumber ?? "",
    emergency_number: clinic.emergencyNumber ?? "",
    ...spokenServices(clinic, language),
    has_transfer_number: String(clinic.transferNumber !== null),
    sms_enabled: String(clinic.smsEnabled),
    clinic_instructions: plainText(clinic.instructions ?? ""),
    call_purpose: "",
  };
}

function doctorLine(doctor: Doctor, index: number): string {
  return `${index + 1}. ${oneLine(doctorName(doctor.name))} - ${oneLine(doctor.specialty)} (ID: ${doctor.id})`;
}

/** A phrase that names what this call has no fact for says nothing in that place, rather than braces. */
function filledIn(text: string, facts: DynamicVariables): string {
  return text.replaceAll(/(\s*)\{\{\s*(\w+)\s*\}\}/g, (_, blank: string, name: string) => {
    const fact = facts[name] ?? "";
    return fact === "" ? "" : `${blank}${fact}`;
  });
}

/** Retell's own variants of a language by country (agent field `language`, docs/retell.md 2.1); elsewhere the first. */
const locales = {
  fr: { default: "fr-FR", CA: "fr-CA" },
  en: { default: "en-US", AU: "en-AU", GB: "en-GB", IE: "en-GB", IN: "en-IN", NZ: "en-NZ" },
} as const satisfies Translated<Readonly<Record<string, string>>>;

export type AgentLocale = {
  [Spoken in Language]: (typeof locales)[Spoken][keyof (typeof locales)[Spoken]];
}[Language];

export function agentLocale({ language, country }: Pick<Clinic, "language" | "country">): AgentLocale {
  const variants: Readonly<Record<string, AgentLocale>> = locales[language];
  return variants[country] ?? locales[language].default;
}

/** What a clinic's calls begin with. */
export interface CallerFacts {
  readonly clinic: Clinic;
  /** The clinic's number at Retell, E.164. */
  readonly phoneNumber: string | null;
  readonly doctors: readonly Doctor[];
  readonly hours: WeeklyHours;
  /** null: calls are taken. */
  readonly suspension: Suspension | null;
}

/** The part of the store that they are read from. */
export interface CallerFactsStore {
  readonly clinics: Pick<ClinicDirectory, "find" | "findByNumber">;
  scope(clinicId: string): {
    readonly doctors: Pick<DoctorStore, "list">;
    readonly openingHours: Pick<OpeningHoursStore, "ofClinic">;
    readonly number: Pick<NumberStore, "find">;
    readonly suspension: Pick<SuspensionStore, "find">;
  };
}

export async function readCallerFacts(clinic: Clinic, store: CallerFactsStore): Promise<CallerFacts> {
  const { doctors, openingHours, number, suspension } = store.scope(clinic.id);
  return {
    clinic,
    phoneNumber: (await number.find())?.phoneNumber ?? null,
    doctors: await doctors.list(),
    hours: await openingHours.ofClinic(),
    suspension: clinic.status === "suspended" ? ((await suspension.find()) ?? plainSuspension) : null,
  };
}
