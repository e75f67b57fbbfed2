import { getCountries, getCountryCallingCode, isSupportedCountry } from "libphonenumber-js/min";
import { AscendiaError } from "../../../errors.ts";
import { boundedCache } from "../../bounded-cache.ts";
import type { Language } from "../../language/language.ts";
import { languageWords } from "../../language/all-words.ts";
import { readTelephone } from "../../read-telephone.ts";

/** Benin moved from 8 to 10 national digits on 2024-11-30 (docs/retell.md 3.5); carriers still use both forms. */
const oldForms: Readonly<Record<string, RegExp>> = { BJ: /^\d{8}$/u };

/**
 * E.164 of a number written with its country code, or in the national form of `country` (ISO alpha-2).
 * @throws invalid, naming `where`
 */
export function parseTelephone(written: string, country: string | undefined, where: string): string {
  const home = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const parsed = readTelephone(written, home);
  const isKnownForm = parsed?.country !== undefined && oldForms[parsed.country]?.test(parsed.nationalNumber) === true;
  if (parsed !== undefined && (parsed.isValid() || isKnownForm)) return parsed.number;
  throw new AscendiaError(
    "invalid",
    `${where}: "${written}" is not a phone number${home === undefined ? "" : ` in ${home}`}.`,
    {
      hint: `Write it with its country code, such as ${example(home)}.`,
    },
  );
}

/** Whether a number (E.164) has a valid length for its country. */
export function isPossibleTelephone(phoneNumber: string): boolean {
  const parsed = readTelephone(phoneNumber);
  if (parsed === undefined) return false;
  const isOldForm = parsed.country !== undefined && oldForms[parsed.country]?.test(parsed.nationalNumber) === true;
  return parsed.isPossible() || isOldForm;
}

/** "sip:+2290196000034@trunk.example" */
const lineUri = /^(?:sips?|tel):([^@;]{1,40})/iu;

/**
 * E.164 of a line that a trunk sent with a plus, with 00, or with only the country code. Other forms stay unchanged: a
 * word for a withheld number, or digits that may be a national number ("5145550163" is in Montréal; with a plus, it is
 * in Peru).
 */
export function lineNumber(sent: string): string {
  if (/^\+\d{7,15}$/u.test(sent)) return sent;
  const written = (lineUri.exec(sent)?.[1] ?? sent.slice(0, 40)).replaceAll(/[\s().-]/gu, "");
  const digits = /^(?:\+|00|011)?(\d{8,15})$/u.exec(written)?.[1];
  if (digits === undefined) return written === "" ? sent : written;
  if (digits === written && !(isWholeNumber(digits) && nationalForms(digits).length === 0)) return written;
  return `+${digits}`;
}

/** Whether the digits are a number with its country code, possibly in the country's former form ("22997000013"). */
function isWholeNumber(digits: string): boolean {
  const parsed = readTelephone(`+${digits}`);
  if (parsed?.country === undefined) return false;
  return parsed.isValid() || oldForms[parsed.country]?.test(parsed.nationalNumber) === true;
}

/** Countries whose clinics have numbers that trunks send in national form. */
const trunkCountries = ["BJ", "US", "CA", "TG", "CI", "SN", "FR", "ML", "BF", "NE", "CM", "BE", "CH", "GB"] as const;

/** Other stored forms of a dialled number: Benin's second form, or what its digits may be a short form of. */
export function otherLineForms(number: string): readonly string[] {
  const benin = /^\+229(?:01)?(\d{8})$/u.exec(number)?.[1];
  if (benin !== undefined) return [`+22901${benin}`, `+229${benin}`].filter((form) => form !== number);
  if (!/^\d{8,11}$/u.test(number)) return [];
  return [...new Set([...nationalForms(number), ...(isWholeNumber(number) ? [`+${number}`] : [])])];
}

/** Of digits that may stand without their country code. */
function nationalForms(digits: string): readonly string[] {
  const forms = trunkCountries.flatMap((country) => nationalLine(digits, country) ?? []);
  return forms.filter((form) => form !== `+${digits}`);
}

/** E.164 of a line (as `lineNumber` returns it) in a call of a clinic in `country`; null if it is withheld or unclear. */
export function lineInCountry(line: string, country: string): string | null {
  if (line.startsWith("+")) return line;
  return nationalLine(line, country) ?? (/^\d{8,15}$/u.test(line) && isWholeNumber(line) ? `+${line}` : null);
}

/** E.164 of a line sent in the national form of a country; undefined when it is not such a number. */
function nationalLine(sent: string, country: string): string | undefined {
  if (!isSupportedCountry(country)) return undefined;
  if (country === "BJ" && /^[2-9]\d{7}$/u.test(sent)) return `+22901${sent}`;
  const parsed = readTelephone(sent, country);
  return parsed?.isValid() === true ? parsed.number : undefined;
}

/**
 * The number as people say it: in groups, each of which a voice may read as a number ("zéro un,
 * quatre-vingt-dix-sept"); groups of four digits are split into pairs.
 */
export function spokenNumber(number: string, country: string, language: Language): string {
  const written = writtenNumber(number, country);
  if (!languageWords[language].habits.saysNumbersInGroups) return written;
  const groups = written.match(/\+?\d+/gu) ?? [];
  return groups.flatMap((group) => (/^\d{4}$/u.test(group) ? [group.slice(0, 2), group.slice(2)] : [group])).join(" ");
}

const writtenNumbers = boundedCache<string>(5_000);

/** The number in groups, as people in that country write it. */
export function writtenNumber(number: string, country: string): string {
  return writtenNumbers(`${country} ${number}`, () => {
    const parsed = readTelephone(number);
    if (parsed === undefined) return number;
    return parsed.country === country ? parsed.formatNational() : parsed.formatInternational();
  });
}

/** Whether a national number cannot be checked because its country is unknown (a problem reported separately). */
export function lacksCountry(written: string, country: string | undefined): boolean {
  return !written.trim().startsWith("+") && (country === undefined || !isSupportedCountry(country));
}

/** ISO alpha-2 of every country whose telephone numbers are known. */
export function knownCountries(): readonly string[] {
  return getCountries();
}

export function callingCodeOf(country: string): string | undefined {
  return isSupportedCountry(country) ? getCountryCallingCode(country) : undefined;
}

/** ISO alpha-2 of an E.164 number's country. */
export function countryOfTelephone(phoneNumber: string): string | undefined {
  return readTelephone(phoneNumber)?.country;
}

/**
 * ISO alpha-2 of the number's country, or of all countries that share its calling code when the number is ambiguous.
 */
export function possibleCountriesOf(phoneNumber: string): readonly string[] {
  const parsed = readTelephone(phoneNumber);
  if (parsed === undefined) return [];
  return parsed.country === undefined ? parsed.getPossibleCountries() : [parsed.country];
}

/** The area code of a number in the North American plan; null for any other number. */
export function areaCodeOf(phone: string): number | null {
  const digits = /^\+1(\d{3})\d{7}$/u.exec(phone)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Whether an area code of the North American plan belongs to the United States. */
export function isUsAreaCode(areaCode: number): boolean {
  return readTelephone(`+1${areaCode}5550100`)?.country === "US";
}

function example(country: string | undefined): string {
  if (country === "BJ") return "+2290197000000";
  const code = country === undefined ? "1" : callingCodeOf(country);
  return code === undefined || code === "1" ? "+14155550100" : `+${code} and the national number`;
}

const oldBeninForm = /^\+229(?=\d{8}$)/u;

/**
 * A patient's number in one form. Benin's numbers got a leading 01 on 2024-11-30 (docs/retell.md 3.5). People and
 * carriers still use the old form, and both forms must find the patient.
 */
export function patientPhone(phone: string): string {
  return phone.replace(oldBeninForm, "+22901");
}

/**
 * What carriers send instead of a withheld or unknown number. A placeholder identifies no one, no matter how many
 * patients have called with it. Some digits spell a word on a telephone keypad.
 */
interface Placeholder {
  /** As digits, or as a word in lower case. */
  readonly text: string;
  readonly source: string;
}

const keypad = "Twilio, voice request parameter From: a withheld caller id as keypad digits";

const sip = "RFC 3323 4.1 and RFC 3325 9: the anonymous user of SIP";

const words = "Twilio and Retell hand SIP display words on in the place of the number (docs/retell.md 4.2)";

const misspelt = "carriers that spell the word with letters swapped; seen next to the Twilio digits";

const nil = "2600Hz Kazoo, caller id privacy: an anonymous caller's number is zeros";

const withheldNumbers: readonly Placeholder[] = [
  { text: "266696687", source: `${keypad} (ANONYMOUS)` },
  { text: "7378742833", source: `${keypad} (RESTRICTED)` },
  { text: "2562533", source: `${keypad} (BLOCKED)` },
  { text: "8656696", source: `${keypad} (UNKNOWN), ${misspelt}` },
  { text: "8665696", source: `${keypad} (UNKNOWN)` },
  { text: "86282452253", source: `${keypad} (UNAVAILABLE)` },
  { text: "7748283", source: `${keypad} (PRIVATE)` },
  { text: "94844353", source: `${keypad} (WITHHELD)` },
  { text: "688632732", source: `${keypad} (OUT OF AREA)` },
  { text: "anonymous", source: sip },
  { text: "anonymous.invalid", source: sip },
  { text: "restricted", source: words },
  { text: "unknown", source: words },
  { text: "unavailable", source: words },
  { text: "private", source: words },
  { text: "blocked", source: words },
  { text: "withheld", source: words },
  { text: "no caller id", source: words },
  { text: "out of area", source: words },
  { text: "0", source: nil },
];

const placeholders: ReadonlySet<string> = new Set(withheldNumbers.map(({ text }) => text));

/** Carriers may put a plus, an international prefix or North America's 1 before the digits. */
const prefixes = /^(?:\+|00|011)?1?/u;

/** Whether the number stands for an unknown caller rather than for a line. */
export function isWithheldNumber(written: string): boolean {
  const text = written.trim().toLowerCase();
  const digits = text.replaceAll(/[\s().-]/gu, "");
  if (digits === "" || placeholders.has(text)) return true;
  if (!/^\+?\d+$/u.test(digits)) return true;
  const bare = digits.replace(/^\+/u, "");
  return placeholders.has(bare) || placeholders.has(digits.replace(prefixes, "")) || isOneDigit(bare);
}

/** Whether all digits are the same, or count from 1 to 0, also after the country code 1. */
function isOneDigit(digits: string): boolean {
  return /^1?(\d)\1*$/u.test(digits) || digits === "1234567890" || digits === "11234567890";
}
