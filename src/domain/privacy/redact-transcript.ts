import type { Clock } from "../../clock.ts";
import type { TranscriptRedaction } from "../call/ports.ts";
import type { PrivacySettingsStore } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import { type Language, type Translated, languages, perLanguage } from "../language/language.ts";

const frenchUnits = "une?|deux|trois|quatre|cinq|six|sept|huit|neuf";
const frenchTeens = "dix-sept|dix-huit|dix-neuf|dix|onze|douze|treize|quatorze|quinze|seize";
const spanishUnits = "una?|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve";
const englishUnits = "one|two|three|four|five|six|seven|eight|nine";

/** The words for numbers up to 99 and for hundreds, as in spoken phone numbers; longer ones first. */
const words: Translated = {
  fr: [
    String.raw`quatre[- ]vingts?(?:[- ](?:${frenchTeens}|${frenchUnits})\b)?`,
    String.raw`(?:vingt|trente|quarante|cinquante|soixante)(?:(?:-et-|-| et | )(?:${frenchTeens}|${frenchUnits})\b)?`,
    frenchTeens,
    frenchUnits,
    "z[ée]ro|cents?",
  ].join("|"),
  en: [
    String.raw`(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:${englishUnits})\b)?`,
    `(?:double|triple) (?:zero|oh|${englishUnits})`,
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen",
    `zero|oh|${englishUnits}|hundred`,
  ].join("|"),
  es: [
    String.raw`(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?: y (?:${spanishUnits})\b)?`,
    `doble (?:cero|${spanishUnits})`,
    "diecis[ée]is|diecisiete|dieciocho|diecinueve|diez|once|doce|trece|catorce|quince|veinte|veinti[a-zúóé]{2,6}",
    "cien(?:to)?|(?:dos|tres|cuatro|seis|sete|ocho|nove)cientos|quinientos",
    `cero|${spanishUnits}`,
  ].join("|"),
};

const oneDigit = new RegExp(`^(?:z[ée]ro|zero|oh|${frenchUnits}|${englishUnits}|cero|${spanishUnits})$`, "iu");

/** May occur between the words of a number without ending it. Colons are excluded, or a list of times would match. */
const gap = String.raw`(?:[\s,.;-]|euh|uh|um|eh|plus){0,12}`;

const wordsOf: Translated<RegExp> = perLanguage((language) => oneOf(words[language]));
const runs: Translated<RegExp> = perLanguage((language) => runOf(words[language]));

/** Fewer digits are a time, a price or an age. */
const leastDigits = 7;

/** Replaces runs of number words with seven digits or more, as people dictate a phone number. */
export function withoutSpokenNumbers(text: string, language: Language, mark: string): string {
  return text.replaceAll(runs[language], (run: string) => (isPhoneNumber(run, language) ? mark : run));
}

function isPhoneNumber(run: string, language: Language): boolean {
  const spoken = run.match(wordsOf[language]) ?? [];
  const written = run.match(/\d/gu) ?? [];
  const digits = spoken.reduce((sum, word) => sum + digitsOf(word), written.length);
  return spoken.length > 0 && digits >= leastDigits;
}

function digitsOf(word: string): number {
  if (/^triple /iu.test(word)) return 3;
  return oneDigit.test(word) ? 1 : 2;
}

function oneOf(alternatives: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\d])(?:${alternatives})(?![\p{L}\d])`, "giu");
}

function runOf(alternatives: string): RegExp {
  const one = String.raw`(?:(?:${alternatives})(?![\p{L}\d])|\d{1,4}(?![\p{L}\d]))`;
  return new RegExp(String.raw`(?<![\p{L}\d])${one}(?:${gap}(?<![\p{L}\d])${one}){2,60}`, "giu");
}

interface Marks {
  readonly number: string;
  readonly mail: string;
  readonly birthDate: string;
}

/** What replaces removed text. */
export const redactionMarks: Translated<Marks> = {
  fr: { number: "[numéro]", mail: "[adresse e-mail]", birthDate: "[date de naissance]" },
  en: { number: "[number]", mail: "[mail address]", birthDate: "[birth date]" },
  es: { number: "[número]", mail: "[correo electrónico]", birthDate: "[fecha de nacimiento]" },
};

const months: Translated = {
  fr: "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre",
  en: "january|february|march|april|may|june|july|august|september|october|november|december",
  es: "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre",
};

const uuid = /([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})/iu;

/** Seven or more digits of any script, with the usual separators. */
const writtenNumber =
  /(?<![\p{L}\p{Nd}[_-])(?:\+|00)?\(?\p{Nd}(?:[\s.()/\u00A0\u202F-]{0,2}\p{Nd}){6,14}(?![\p{L}\p{Nd}])/gu;

/**
 * Each starts where no part of an address precedes it and has bounded repeats, so each character is read only a few
 * times, however long the text (tested up to 1 MB).
 */
const mailAddresses: readonly RegExp[] = [
  /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu,
  /(?<![\p{L}\d._-])[\p{L}\d._-]+(?: (?:point|tiret|underscore) [\p{L}\d_-]+){0,8} (?:arobase|arrobase) [\p{L}\d-]+(?: (?:point|dot) [\p{L}\d-]+){1,8}/giu,
  /(?<![\p{L}\d._-])[\p{L}\d._-]+(?: (?:punto|guion|guión) [\p{L}\d_-]+){0,8} arroba [\p{L}\d-]+(?: punto [\p{L}\d-]+){1,8}/giu,
  /(?<![\p{L}\d._-])[\p{L}\d._-]+(?: (?:dot|dash|underscore) [\p{L}\d_-]+){0,8} at [\p{L}\d-]+(?: dot [\p{L}\d-]+){1,8}/giu,
];

/** Each captures its year. */
const datesWithYear: readonly RegExp[] = [
  /(?<!\d)(?<year>\d{4})-\d{2}-\d{2}(?![\dT])/gu,
  /(?<!\d[\s./-]?)\d{1,2}[/.]\d{1,2}[/.](?<year>\d{4}|\d{2})(?![\s./-]?\d)/gu,
  new RegExp(String.raw`(?<!\d)(?:1er|premier|\d{1,2}) (?:${months.fr}) (?<year>\d{4})(?!\d)`, "giu"),
  new RegExp(String.raw`(?<!\d)\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:${months.en}),? (?<year>\d{4})(?!\d)`, "giu"),
  new RegExp(String.raw`(?<!\d)(?:primero|\d{1,2}) de (?:${months.es})(?: del?)? (?<year>\d{4})(?!\d)`, "giu"),
  new RegExp(String.raw`(?:${months.en}) \d{1,2}(?:st|nd|rd|th)?,? (?<year>\d{4})(?!\d)`, "giu"),
];

/** A date, perhaps with a time: digits and dashes like a phone number, but not one. */
const appointmentDate = /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})(?:$|\s)/u;

/** A mail address has at least five characters; everything else that is redacted is longer. */
const shortestRedacted = 5;

/** No appointment is that far back, and few patients that young make their own. */
const leastAge = 3;
const mostAge = 125;

/**
 * Removes phone numbers, mail addresses and birth dates, written or spoken in any of the languages. The year decides
 * whether a date is a birth date; ids stay, because the flow's tools need them. Best effort for speech: it misses a
 * number spread over several turns, and a birth date with its year in words. @param year of the call
 */
export function redactTranscript(text: string, language: Language, year: number): string {
  if (text.length < shortestRedacted) return text;
  const redacted = (part: string): string => redactPart(part, redactionMarks[language], year);
  return text
    .split(uuid)
    .map((part, index) => (index % 2 === 0 ? redacted(part) : part))
    .join("");
}

function redactPart(text: string, { number, mail, birthDate }: Marks, year: number): string {
  const withoutMail = mailAddresses.reduce((rest, pattern) => rest.replaceAll(pattern, mail), text);
  const withoutBirths = datesWithYear.reduce(
    (rest, pattern) => withoutBirthDates(rest, pattern, { birthDate, year }),
    withoutMail,
  );
  const withoutWritten = withoutBirths.replaceAll(writtenNumber, (found: string) =>
    appointmentDate.test(found) ? found : number,
  );
  return languages.reduce((rest, language) => withoutSpokenNumbers(rest, language, number), withoutWritten);
}

function withoutBirthDates(
  text: string,
  pattern: RegExp,
  { birthDate, year }: { readonly birthDate: string; readonly year: number },
): string {
  return text.replaceAll(pattern, (whole: string, written: string) => {
    const age = year - fullYear(written, year);
    return age >= leastAge && age <= mostAge ? birthDate : whole;
  });
}

function fullYear(written: string, year: number): number {
  if (written.length === 4) return Number(written);
  return Number(written) + (Number(written) > year % 100 ? 1900 : 2000);
}

interface RedactionPorts {
  readonly clinics: Pick<ClinicDirectory, "find">;
  scope(clinicId: string): { readonly privacySettings: Pick<PrivacySettingsStore, "find"> };
  readonly clock: Clock;
}

/** Redacts as each clinic chose with clinic:privacy. */
export function transcriptRedaction({ clinics, clock, ...store }: RedactionPorts): TranscriptRedaction {
  return {
    of: async (clinicId) => {
      const year = new Date(clock.now()).getUTCFullYear();
      if (clinicId === null) return (text) => redactTranscript(text, "fr", year);
      if (!(await store.scope(clinicId).privacySettings.find()).redactTranscripts) return undefined;
      const clinic = await clinics.find(clinicId);
      return (text) => redactTranscript(text, clinic?.language ?? "fr", year);
    },
  };
}
