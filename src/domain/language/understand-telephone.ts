import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { foldText } from "./fold-text.ts";
import { type Language, joinAlternatives, otherLanguages } from "./language.ts";
import { readNumber } from "./number-words.ts";
import { type Understood, longestHeard } from "./understood.ts";
import { languageWords } from "./all-words.ts";

export interface TelephoneFacts {
  readonly language: Language;
  /** ISO 3166-1 alpha-2 of the clinic: how national numbers are read. */
  readonly country: string;
  /** E.164 of the caller's line; null where it is withheld. */
  readonly callerNumber: string | null;
}

/** E.164. */
export type UnderstoodTelephone = Understood<string>;

/**
 * The number in what was said: digits, words, pairs, "double five", "this number". A number of another length than the
 * country's is asked for again: padded or cut it would be another person's.
 */
export function understandTelephone(text: string, facts: TelephoneFacts): UnderstoodTelephone {
  const own = heardIn(text, facts);
  if (own.kind === "understood") return own;
  const heard = otherLanguages(facts.language).map((each) => ({
    each,
    heard: heardIn(text, { ...facts, language: each }),
  }));
  const other = heard.find((one) => one.heard.kind === "understood") ?? heard.find((one) => one.heard.kind === "ask");
  if (other === undefined || (own.kind === "ask" && other.heard.kind !== "understood")) return own;
  return inLanguage(other.heard, digitRuns(text, other.each).runs.join(""), facts);
}

/** What the other language's words understood is asked about in the clinic's. */
function inLanguage(heard: UnderstoodTelephone, digits: string, facts: TelephoneFacts): UnderstoodTelephone {
  return heard.kind === "ask" ? askAgain(digits, facts) : heard;
}

function heardIn(text: string, facts: TelephoneFacts): UnderstoodTelephone {
  const { runs, afterCorrection } = digitRuns(text, facts.language);
  const found = [...new Set(runs.flatMap((run) => numberOf(run, facts.country) ?? []))];
  const corrected = afterCorrection.flatMap((run) => numberOf(run, facts.country) ?? []);
  const [first, second] = corrected.length > 0 ? corrected.slice(-1) : found;
  if (first !== undefined && second === undefined) return understoodNumber(first);
  if (first !== undefined) {
    const question = languageWords[facts.language].telephones.questions.which(
      joinAlternatives(found.map(inPairs), facts.language),
    );
    return { kind: "ask", question, candidates: found };
  }
  const digits = runs.join("");
  if (digits.length < 3 && meansCaller(text, facts.language)) {
    if (facts.callerNumber !== null) return understoodNumber(facts.callerNumber);
    return { kind: "ask", question: languageWords[facts.language].telephones.questions.withheld, candidates: [] };
  }
  const whole = afterCorrection.length > 0 ? undefined : numberOf(digits, facts.country);
  if (whole !== undefined) return understoodNumber(whole);
  return digits.length < 3 ? { kind: "not_heard" } : askAgain(digits, facts);
}

function understoodNumber(value: string): UnderstoodTelephone {
  return { kind: "understood", value, words: inPairs(value) };
}

const nanp: ReadonlySet<string> = new Set(["US", "CA"]);

function askAgain(digits: string, { language, country }: TelephoneFacts): UnderstoodTelephone {
  const words = languageWords[language].telephones.questions;
  const said = inPairs(digits);
  const national = digits.replaceAll("+", "");
  if (digits.startsWith("+")) return askNumber(words.noSuchNumber(said));
  if (nanp.has(country) && national.length === 7) return askNumber(words.areaCode(said));
  if (national.length < 10) return askNumber(words.tooShort(said));
  return askNumber(national.length > 10 ? words.tooLong(said) : words.noSuchNumber(said));
}

function askNumber(question: string): UnderstoodTelephone {
  return { kind: "ask", question, candidates: [] };
}

function inPairs(digits: string): string {
  const plus = digits.startsWith("+") ? "+" : "";
  return plus + (digits.replaceAll("+", "").match(/\d{1,2}/gu) ?? []).join(" ");
}

function meansCaller(text: string, language: Language): boolean {
  const padded = ` ${wordsOf(text).join(" ")} `;
  return languageWords[language].telephones.caller.some((phrase) => padded.includes(` ${phrase} `));
}

function wordsOf(text: string): readonly string[] {
  const folded = foldText(text.slice(0, longestHeard)).replaceAll(/[-'](?=\p{L})/gu, " ");
  return folded.match(/\+|\d+|\p{L}+|[^\p{L}\d\s]/gu) ?? [];
}

interface DigitRuns {
  readonly runs: readonly string[];
  /** The runs said after a correction; none where nothing was corrected. */
  readonly afterCorrection: readonly string[];
}

/** Digits that were said one after the other; other words between them part them. */
function digitRuns(text: string, language: Language): DigitRuns {
  const words = wordsOf(text);
  const runs: string[] = [""];
  let correctedAt = Number.POSITIVE_INFINITY;
  for (let index = 0; index < words.length;) {
    const spoken = repeatedAt(words, index, language) ?? digitsAt(words, index, language);
    const word = words[index] ?? "";
    if (spoken !== undefined) runs.push(`${runs.pop()}${spoken.digits}`);
    else if (languageWords[language].telephones.extension.has(word) && /\d/u.test(runs.join(""))) break;
    else if (languageWords[language].telephones.corrections.has(word)) correctedAt = runs.push("") - 1;
    else runs.push(...newRun(word, runs.at(-1), language));
    index += spoken?.length ?? 1;
  }
  const said = runs.map((run, index) => ({ run, index })).filter(({ run }) => /\d/u.test(run));
  return {
    runs: said.map(({ run }) => run),
    afterCorrection: said.filter(({ index }) => index >= correctedAt).map(({ run }) => run),
  };
}

/** A word that is no part of a number begins another; a plus begins one from abroad. */
function newRun(word: string, before: string | undefined, language: Language): readonly string[] {
  const { plus, gaps } = languageWords[language].telephones;
  if (word === "+" || (plus.has(word) && before === "")) return ["+"];
  return /\p{L}/u.test(word) && !gaps.has(word) ? [""] : [];
}

interface SpokenDigits {
  readonly digits: string;
  /** In words. */
  readonly length: number;
}

/** "double five", "deux fois zéro". */
function repeatedAt(words: readonly string[], index: number, language: Language): SpokenDigits | undefined {
  const count = countAt(words, index, language);
  const digit = count === undefined ? undefined : digitsAt(words, index + count.length, language);
  if (count === undefined || digit?.digits.length !== 1) return undefined;
  return { digits: digit.digits.repeat(count.times), length: count.length + digit.length };
}

function countAt(
  words: readonly string[],
  index: number,
  language: Language,
): { readonly times: number; readonly length: number } | undefined {
  const { repeats, times } = languageWords[language].telephones;
  const named = repeats.get(words[index] ?? "");
  if (named !== undefined) return { times: named, length: 1 };
  const counted = times.has(words[index + 1] ?? "") ? digitsAt(words, index, language)?.digits : undefined;
  return counted !== undefined && /^[2-4]$/u.test(counted) ? { times: Number(counted), length: 2 } : undefined;
}

function digitsAt(words: readonly string[], index: number, language: Language): SpokenDigits | undefined {
  const word = words[index] ?? "";
  if (/^\d+$/u.test(word)) return { digits: word, length: 1 };
  if (languageWords[language].telephones.zeros.has(word)) return { digits: "0", length: 1 };
  if (languageWords[language].telephones.notDigits.has(word)) return undefined;
  const number = readNumber(words.slice(index, index + 8), 0, language);
  if (number === undefined || number.isOrdinal) return undefined;
  // "eight hundred five five five" is digit by digit after the hundreds; French says "cinq cent cinq".
  const units = number.value % 100;
  const isPrefix = words[index + 1] === "hundred" && number.value > 100 && units > 0 && units < 10;
  if (isPrefix) return { digits: String(number.value - units), length: 2 };
  return { digits: String(number.value), length: number.length };
}

/** E.164 of digits as said: national, with + or 00, or with the country code and neither. */
function numberOf(digits: string, country: string): string | undefined {
  const national = digits.replaceAll("+", "");
  if (national.length < 7 || national.length > 17) return undefined;
  const prefix = digits.startsWith("+") ? "" : dialledPrefix(national, country);
  if (prefix !== undefined) return international(national.slice(prefix.length));
  // Seven digits lack their area code.
  if (nanp.has(country) && national.length === 7) return undefined;
  return homeNumber(national, country) ?? (mayBeForeign(national, country) ? international(national) : undefined);
}

/** Without + or 00, a digit or a pair too many at home would be a number in another country. */
function mayBeForeign(national: string, country: string): boolean {
  if (national.startsWith("0")) return false;
  if (nanp.has(country)) return national.length > 11 || nationalNumber(national.slice(0, 10), country) === undefined;
  if (national.length <= 10) return false;
  return [1, 2].every((more) => homeNumber(national.slice(0, -more), country) === undefined);
}

function homeNumber(national: string, country: string): string | undefined {
  return country === "BJ" ? beninNumber(national) : nationalNumber(national, country);
}

/** The prefix dialled before a number abroad. */
function dialledPrefix(national: string, country: string): string | undefined {
  if (national.startsWith("00")) return "00";
  return nanp.has(country) && national.startsWith("011") ? "011" : undefined;
}

function nationalNumber(national: string, country: string): string | undefined {
  if (!isSupportedCountry(country)) return undefined;
  const parsed = parsePhoneNumberFromString(national, country);
  return parsed?.isValid() === true ? parsed.number : undefined;
}

/** Ten digits from 01; eight are the old form, which never began with 0 (docs/retell.md 3.5). */
function beninNumber(national: string): string | undefined {
  if (/^01\d{8}$/u.test(national)) return validNumber(`+229${national}`);
  return /^[2-9]\d{7}$/u.test(national) ? validNumber(`+22901${national}`) : undefined;
}

function international(digits: string): string | undefined {
  const benin = /^229(\d+)$/u.exec(digits)?.[1];
  return benin === undefined ? validNumber(`+${digits}`) : beninNumber(benin);
}

function validNumber(number: string): string | undefined {
  const parsed = parsePhoneNumberFromString(number);
  return parsed?.isValid() === true ? parsed.number : undefined;
}
