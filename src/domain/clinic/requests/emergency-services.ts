import { AscendiaError } from "../../../errors.ts";
import type { Language, Translated } from "../../language/language.ts";
import { languageWords } from "../../language/all-words.ts";

/** The numbers that a caller in danger should call, as dialled. */
interface EmergencyServices {
  /** In the order in which they are said; the first is for ambulances, or for every emergency. */
  readonly numbers: readonly string[];
  /** For callers who think of suicide; null: no national line that answers day and night is known. */
  readonly crisisLine: string | null;
  /** Where the numbers are published. */
  readonly source: string;
}

const shortNumbers = "Google libphonenumber, ShortNumberMetadata";

/** By country; checked 2026-11-28. A clinic can set other numbers (clinic:update --emergency-services). */
const byCountry: Readonly<Record<string, EmergencyServices>> = {
  BE: { numbers: ["112"], crisisLine: null, source: "112.be" },
  BF: {
    numbers: ["18", "112"],
    crisisLine: null,
    source: `${shortNumbers}: BF 17, 18; bf.usembassy.gov: firemen 18, police 17; 112 as elsewhere`,
  },
  BJ: { numbers: ["112", "118"], crisisLine: null, source: `${shortNumbers}: BJ 112, 118; firemen 118, police 117` },
  CA: { numbers: ["911"], crisisLine: "988", source: "canada.ca: 911; 988.ca" },
  CH: { numbers: ["144", "112"], crisisLine: "143", source: "ch.ch: ambulance 144; 143.ch" },
  CI: { numbers: ["185", "180"], crisisLine: null, source: `SAMU 185; firemen 180 (${shortNumbers})` },
  CM: {
    numbers: ["112", "117"],
    crisisLine: null,
    source: `actucameroun.com, 15 July 2022: 112 for every emergency; police 117 (${shortNumbers}; theguardianpostcameroon.com, May 2025)`,
  },
  FR: { numbers: ["15", "112"], crisisLine: "3114", source: "service-public.fr: 15, 18, 112; 3114.fr" },
  GN: {
    numbers: ["18", "112"],
    crisisLine: null,
    source: "guinee360.com, 17 September 2024: firemen 18 answers; 112 as elsewhere",
  },
  GB: { numbers: ["999", "112"], crisisLine: "116 123", source: "gov.uk: 999, 112; samaritans.org" },
  LU: { numbers: ["112"], crisisLine: null, source: "112.public.lu" },
  ML: { numbers: ["18", "15"], crisisLine: null, source: `${shortNumbers}: ML 15, 17, 18; firemen 18` },
  NE: { numbers: ["18", "15"], crisisLine: null, source: `${shortNumbers}: NE 15, 17, 18; firemen 18` },
  SN: { numbers: ["1515", "18"], crisisLine: null, source: `SAMU 1515; firemen 18 (${shortNumbers})` },
  TD: {
    numbers: ["18", "112"],
    crisisLine: null,
    source: `${shortNumbers}: TD 17, 18; smartraveller.gov.au: fire and rescue 18, police 17; 112 as elsewhere`,
  },
  TG: { numbers: ["118"], crisisLine: null, source: `${shortNumbers}: TG firemen 118, police 117` },
  MX: {
    numbers: ["911"],
    crisisLine: "800 911 2000",
    source: "gob.mx: 911; gob.mx/salud: Línea de la Vida 800 911 2000",
  },
  ES: { numbers: ["112"], crisisLine: "024", source: "112.es; sanidad.gob.es: 024" },
  US: { numbers: ["911"], crisisLine: "988", source: "911.gov; 988lifeline.org" },
};

/** Mobile phones connect 112 to the local emergency services, where these exist (3GPP TS 22.101, 10.1.1). */
const elsewhere: EmergencyServices = { numbers: ["112"], crisisLine: null, source: "3GPP TS 22.101, 10.1.1" };

export const countriesWithServices: readonly string[] = Object.keys(byCountry);

export function emergencyServices(country: string): EmergencyServices {
  return byCountry[country] ?? elsewhere;
}

const say: Translated<{ either: (numbers: readonly string[]) => string; crisis: (number: string) => string }> = {
  fr: {
    either: (numbers) => numbers.map((number) => `le ${number}`).join(" ou "),
    crisis: (number) => `Si vous pensez au suicide, appelez le ${number}, à toute heure.`,
  },
  en: {
    either: (numbers) => numbers.join(" or "),
    crisis: (number) => `If you are thinking of suicide, you can call ${number} at any hour.`,
  },
  es: {
    either: (numbers) => numbers.join(" o al "),
    crisis: (number) => `Si está pensando en el suicidio, llame al ${number}, a cualquier hora.`,
  },
};

/** The facts of the emergency phrases: the numbers to call, and a sentence about the crisis line, or an empty text. */
export function spokenServices(
  { country, emergencyServices: own }: { readonly country: string; readonly emergencyServices: string | null },
  language: Language,
): { readonly emergency_services: string; readonly crisis_line: string } {
  const { numbers, crisisLine } = emergencyServices(country);
  const { either, crisis } = say[language];
  const spoken = (own === null ? numbers : serviceNumbers(own)).map((number) => spokenNumber(number, language));
  return {
    emergency_services: either(spoken),
    crisis_line: crisisLine === null ? "" : crisis(spokenNumber(crisisLine, language)),
  };
}

/** "112,118" as typed becomes "112, 118". @throws invalid when it is not a list of short numbers */
export function parseServices(text: string): string {
  const numbers = serviceNumbers(text);
  if (numbers.length > 0 && numbers.length <= 3 && numbers.every((number) => /^\d{2,6}$/u.test(number))) {
    return numbers.join(", ");
  }
  throw new AscendiaError("invalid", `emergency_services: "${text.slice(0, 40)}" is not a list of short numbers.`, {
    hint: "Write up to three numbers as they are dialled, such as 112,118.",
  });
}

function serviceNumbers(text: string): readonly string[] {
  return text.split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
}

/**
 * The number as people say it. Single digits are spaced out, because a voice would otherwise read "nine hundred and
 * eleven". In French, two or three digits are read as one number (except 9xx, such as 911), and four as two pairs.
 */
function spokenNumber(number: string, language: Language): string {
  const digits = number.replaceAll(" ", "");
  if (!languageWords[language].habits.saysNumbersInGroups || /^9\d{2}$/u.test(digits))
    return digits.split("").join(" ");
  return digits.length >= 4 ? (digits.match(/\d{1,2}/gu) ?? []).join(" ") : digits;
}
