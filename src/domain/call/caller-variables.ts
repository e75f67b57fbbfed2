import { doctorName } from "../booking/phrases.ts";
import type { Doctor } from "../clinic/clinic.ts";
import { spokenOpeningHours } from "../clinic/opening-hours-spoken.ts";
import type { Translated } from "../language/language.ts";
import { spokenDate } from "../language/spoken-date.ts";
import type { WallDate } from "../time/wall-date.ts";
import type { CallerFacts } from "./caller-facts.ts";
import { suspendedVariables } from "./suspended-variables.ts";

/** What the agent says word for word, by key; `{{clinic_name}}` and the other facts of the clinic may stand in it. */
export type Phrases = Translated<Readonly<Record<string, string>>>;

export type DynamicVariables = Readonly<Record<string, string>>;

const languageNames: Translated = { fr: "français", en: "English" };

/**
 * Every variable that the flow may name, for one clinic on one day of its own calendar. All are strings and none is
 * missing: Retell speaks an unknown `{{name}}` as it stands (retell-api.md 13.3). Phrases arrive with the clinic's
 * facts already in them, as Retell does not look for variables inside a value (retell-api.md 10).
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
    clinic_name: clinic.name,
    clinic_address: clinic.address,
    clinic_phone: clinic.phone ?? "",
    timezone: clinic.timezone,
    language,
    language_name: languageNames[language],
    today,
    today_spoken: spokenDate(today, language, true),
    available_doctors: doctors.map(doctorLine).join("\n"),
    doctor_id_map: JSON.stringify(Object.fromEntries(doctors.map((doctor) => [doctorName(doctor.name), doctor.id]))),
    business_hours: spokenOpeningHours(hours, language),
    transfer_number: clinic.transferNumber ?? "",
    emergency_number: clinic.emergencyNumber ?? clinic.transferNumber ?? "",
    has_transfer_number: String(clinic.transferNumber !== null),
    sms_enabled: String(clinic.smsEnabled),
    clinic_instructions: clinic.instructions ?? "",
    call_purpose: "",
  };
}

function doctorLine(doctor: Doctor, index: number): string {
  return `${index + 1}. ${doctorName(doctor.name)} - ${doctor.specialty} (ID: ${doctor.id})`;
}

/** A phrase that names what this call has no fact for says nothing in that place, rather than braces. */
function filledIn(text: string, facts: DynamicVariables): string {
  return text.replaceAll(/(\s*)\{\{\s*(\w+)\s*\}\}/g, (_, blank: string, name: string) => {
    const fact = facts[name] ?? "";
    return fact === "" ? "" : `${blank}${fact}`;
  });
}
