import { type Language, languages, type Translated } from "../language/language.ts";
import { withoutSpokenNumbers } from "./spoken-numbers.ts";

interface Marks {
  readonly number: string;
  readonly mail: string;
  readonly birthDate: string;
}

const marks: Translated<Marks> = {
  fr: { number: "[numéro]", mail: "[adresse e-mail]", birthDate: "[date de naissance]" },
  en: { number: "[number]", mail: "[mail address]", birthDate: "[birth date]" },
};

const months: Translated = {
  fr: "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre",
  en: "january|february|march|april|may|june|july|august|september|october|november|december",
};

const uuid = /([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})/iu;

/** Seven digits or more, with what people write between them. */
const writtenNumber = /(?<![\p{L}\d[_-])(?:\+|00)?\(?\d(?:[\s.()/\u00A0\u202F-]{0,2}\d){6,14}(?![\p{L}\d])/gu;

const mailAddresses: readonly RegExp[] = [
  /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu,
  /[\p{L}\d._-]+(?: (?:point|tiret|underscore) [\p{L}\d_-]+)* (?:arobase|arrobase) [\p{L}\d-]+(?: (?:point|dot) [\p{L}\d-]+)+/giu,
  /[\p{L}\d._-]+(?: (?:dot|dash|underscore) [\p{L}\d_-]+)* at [\p{L}\d-]+(?: dot [\p{L}\d-]+)+/giu,
];

/** Each with its year as a group. */
const datesWithYear: readonly RegExp[] = [
  /(?<!\d)(?<year>\d{4})-\d{2}-\d{2}(?![\dT])/gu,
  /(?<!\d[\s./-]?)\d{1,2}[/.]\d{1,2}[/.](?<year>\d{4}|\d{2})(?![\s./-]?\d)/gu,
  new RegExp(String.raw`(?<!\d)(?:1er|premier|\d{1,2}) (?:${months.fr}) (?<year>\d{4})(?!\d)`, "giu"),
  new RegExp(String.raw`(?<!\d)\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:${months.en}),? (?<year>\d{4})(?!\d)`, "giu"),
  new RegExp(String.raw`(?:${months.en}) \d{1,2}(?:st|nd|rd|th)?,? (?<year>\d{4})(?!\d)`, "giu"),
];

/** A date and maybe a time: digits and dashes as in a number, and none. */
const appointmentDate = /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})(?:$|\s)/u;

/** Nobody's appointment is so long ago, and few patients are so young that they make their own. */
const leastAge = 3;
const mostAge = 125;

/**
 * The text without phone numbers, mail addresses and birth dates, written or spoken in any of the languages. A date
 * counts as a birth's by its year; ids stay, as the flow's tools need them. Best effort where something is spoken: a
 * number that is spread over several turns, or a birth date with its year in words, is not known for what it is.
 * @param year of the call
 */
export function redactTranscript(text: string, language: Language, year: number): string {
  const redacted = (part: string): string => redactPart(part, marks[language], year);
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
