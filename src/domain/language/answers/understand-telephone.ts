import { isSupportedCountry } from "libphonenumber-js/min";
import { boundedCache } from "../../bounded-cache.ts";
import { readTelephone } from "../../read-telephone.ts";
import { foldText } from "../fold-text.ts";
import { type Language, joinAlternatives, otherLanguages } from "../language.ts";
import { type Understood, readNumber, longestHeard } from "../dates/speech-tokens.ts";
import { languageWords } from "../all-words.ts";

interface TelephoneFacts {
  readonly language: Language;
  /** ISO 3166-1 alpha-2 code of the clinic's country, which decides how national numbers are read. */
  readonly country: string;
  /** E.164 of the caller's line; null: withheld. */
  readonly callerNumber: string | null;
}

/** E.164. */
export type UnderstoodTelephone = Understood<string>;

/**
 * The number in what was said: digits, words, pairs, "double five", "this number". If its length does not fit the
 * country, the caller is asked again: padded or cut, it would be another person's number.
 */
export function understandTelephone(text: string, facts: TelephoneFacts): UnderstoodTelephone {
  const key = `${facts.language} ${facts.country} ${facts.callerNumber ?? ""} ${text}`;
  return understoodNumbers(key, () => numberHeard(text, facts));
}

const understoodNumbers = boundedCache<UnderstoodTelephone>(5_000);

function numberHeard(text: string, facts: TelephoneFacts): UnderstoodTelephone {
  const own = heardIn(text, facts);
  if (own.kind === "understood" || hasNumber(text, facts)) return own;
  const heard = otherLanguages(facts.language).map((each) => ({
    each,
    heard: heardIn(text, { ...facts, language: each }),
  }));
  const other = heard.find((one) => one.heard.kind === "understood") ?? heard.find((one) => one.heard.kind === "ask");
  if (other === undefined || (own.kind === "ask" && other.heard.kind !== "understood")) return own;
  return inLanguage(other.heard, digitRuns(text, other.each).runs.join(""), facts);
}

/** Asks the question in the clinic's language, even if another language's words led to it. */
function inLanguage(heard: UnderstoodTelephone, digits: string, facts: TelephoneFacts): UnderstoodTelephone {
  return heard.kind === "ask" ? askAgain(digits, facts) : heard;
}

function hasNumber(text: string, { language, country }: TelephoneFacts): boolean {
  return digitRuns(text, language).runs.some((run) => numberOf(run, country) !== undefined);
}

function heardIn(text: string, facts: TelephoneFacts): UnderstoodTelephone {
  const { runs, beforeCorrection, afterCorrection, tail } = digitRuns(text, facts.language);
  const found = [...new Set(runs.flatMap((run) => numberOf(run, facts.country) ?? []))];
  const corrected = afterCorrection.flatMap((run) => numberOf(run, facts.country) ?? []);
  const [first, second] = corrected.length > 0 ? corrected.slice(-1) : found;
  if (first !== undefined) {
    if (corrected.length === 0 && tail !== "") return withTail(first, tail, facts);
    return second === undefined ? understoodNumber(first, facts.country) : askWhich(found, facts);
  }
  const mended = inPlace(beforeCorrection.join(""), afterCorrection.join(""), facts.country);
  if (mended !== undefined) return understoodNumber(mended, facts.country);
  return fromDigits(text, { runs, isCorrected: afterCorrection.length > 0 }, facts);
}

/** A pair, or the last four. */
function mostReplaced(country: string): number {
  return nanp.has(country) ? 4 : 2;
}

/** "01 97 45, non, 55 12 34": how much is said again follows from the number's length. */
function inPlace(before: string, after: string, country: string): string | undefined {
  if (before === "" || after === "") return undefined;
  const lengths = Array.from(
    { length: Math.min(mostReplaced(country), before.length - 1, after.length) },
    (_, at) => at + 1,
  );
  const found = lengths.flatMap((length) => numberOf(`${before.slice(0, -length)}${after}`, country) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

/** If no run of digits is a number by itself: the caller's own number, or all the digits together. */
function fromDigits(
  text: string,
  { runs, isCorrected }: { readonly runs: readonly string[]; readonly isCorrected: boolean },
  facts: TelephoneFacts,
): UnderstoodTelephone {
  const digits = runs.join("");
  if (digits.length < 3 && meansCaller(text, facts)) {
    if (facts.callerNumber !== null) return understoodNumber(facts.callerNumber, facts.country);
    return { kind: "ask", question: languageWords[facts.language].telephones.questions.withheld, candidates: [] };
  }
  const whole = isCorrected ? undefined : numberOf(digits, facts.country);
  if (whole !== undefined) return understoodNumber(whole, facts.country);
  return digits.length < 3 ? { kind: "not_heard" } : askAgain(digits, facts);
}

function understoodNumber(value: string, country: string): UnderstoodTelephone {
  return { kind: "understood", value, words: inGroups(value, country) };
}

function askWhich(found: readonly string[], { language, country }: TelephoneFacts): UnderstoodTelephone {
  const numbers = joinAlternatives(
    found.map((number) => inGroups(number, country)),
    language,
  );
  return { kind: "ask", question: languageWords[language].telephones.questions.which(numbers), candidates: found };
}

/**
 * "… 35, non, 36": the digits after "no" replace the end if it differs in one digit, or in the order of two; otherwise
 * the whole number is asked for again.
 */
function withTail(number: string, tail: string, facts: TelephoneFacts): UnderstoodTelephone {
  const end = number.slice(-tail.length);
  const differing = tail.split("").filter((digit, index) => digit !== end[index]).length;
  const isReordered = differing === 2 && inDigitOrder(tail) === inDigitOrder(end);
  const corrected = numberOf(`${number.slice(0, -tail.length)}${tail}`, facts.country);
  const isPlain = (differing <= 1 || isReordered) && tail.length < 7 && corrected !== undefined;
  return isPlain ? understoodNumber(corrected, facts.country) : askAgain(tail, facts);
}

function inDigitOrder(digits: string): string {
  return digits.split("").toSorted().join("");
}

const nanp: ReadonlySet<string> = new Set(["US", "CA"]);

function askAgain(digits: string, { language, country }: TelephoneFacts): UnderstoodTelephone {
  const words = languageWords[language].telephones.questions;
  const said = inGroups(digits, country);
  const national = digits.replaceAll("+", "");
  if (digits.startsWith("+")) return askNumber(words.noSuchNumber(said));
  if (nanp.has(country) && national.length === 7) return askNumber(words.areaCode(said));
  if (national.length < 10) return askNumber(words.tooShort(said));
  return askNumber(national.length > 10 ? words.tooLong(said) : words.noSuchNumber(said));
}

function askNumber(question: string): UnderstoodTelephone {
  return { kind: "ask", question, candidates: [] };
}

/** In the country's groups: pairs, or three, three and four; the country code stands alone. */
function inGroups(said: string, country: string): string {
  if (!said.startsWith("+")) return (nanp.has(country) ? inThrees(said) : inPairs(said)).trim();
  const code = readTelephone(said)?.countryCallingCode ?? "";
  const national = said.slice(1 + code.length).replaceAll("+", "");
  return `+${code} ${code === "1" ? inThrees(national) : inPairs(national)}`.trim();
}

function inThrees(digits: string): string {
  const groups = digits.length > 7 ? /^(1?)(\d{3})(\d{3})(\d*)$/u : /^(\d{1,3})(\d*)$/u;
  return (groups.exec(digits) ?? [])
    .slice(1)
    .filter((group) => group !== "")
    .join(" ");
}

function inPairs(digits: string): string {
  return (digits.replaceAll("+", "").match(/\d{1,2}/gu) ?? []).join(" ");
}

/** "this number"; but neither "not this number" nor "the same, but it ends in 48". */
function meansCaller(text: string, { language }: TelephoneFacts): boolean {
  const { caller, denials } = languageWords[language].telephones;
  return wordsOf(text)
    .join(" ")
    .split(/ ?[,;.!?] ?/u)
    .some((clause) => {
      const padded = ` ${clause} `;
      const phrase = caller.find((each) => padded.includes(` ${each} `));
      if (phrase === undefined) return false;
      const [before = "", ...after] = padded.split(` ${phrase} `);
      if (before.split(" ").some((word) => denials.has(word))) return false;
      return digitRuns([before, ...after].join(" "), language).runs.join("").length < 2;
    });
}

function wordsOf(text: string): readonly string[] {
  const folded = foldText(text.slice(0, longestHeard)).replaceAll(/[-'](?=\p{L})/gu, " ");
  return folded.match(/\+|\d+|\p{L}+|[^\p{L}\d\s]/gu) ?? [];
}

interface DigitRuns {
  readonly runs: readonly string[];
  /** The runs before a correction, and after it; both empty if nothing was corrected. */
  readonly beforeCorrection: readonly string[];
  readonly afterCorrection: readonly string[];
  /** The digits that a correction puts in place of the end. */
  readonly tail: string;
}

/** Runs of digits without other words between them. */
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
  const isAfter = ({ index }: { readonly index: number }): boolean => index >= correctedAt;
  const before = said.filter((each) => !isAfter(each)).map(({ run }) => run);
  return {
    runs: said.map(({ run }) => run),
    beforeCorrection: Number.isFinite(correctedAt) ? before : [],
    afterCorrection: said.filter(isAfter).map(({ run }) => run),
    tail: tailOf(said.filter(isAfter), correctedAt, before.at(-1) ?? ""),
  };
}

/** Fewer digits, with words before them, are an hour or the like: "no, can I come at 10?". */
const fewestOfTail = 3;

/** What was said right after the correction, or in "scratch that, it ends in 0163"; "45 78 is wrong" only repeats the end. */
function tailOf(
  after: readonly { readonly run: string; readonly index: number }[],
  correctedAt: number,
  before: string,
): string {
  const tails = after.filter(({ run, index }) => index === correctedAt || run.length >= fewestOfTail);
  const changed = tails.find(({ run }) => !before.endsWith(run));
  return (changed ?? tails[0])?.run ?? "";
}

/** A word that is not part of a number starts a new run; a plus starts an international number. */
function newRun(word: string, before: string | undefined, language: Language): readonly string[] {
  const { plus, gaps } = languageWords[language].telephones;
  if (word === "+" || (plus.has(word) && before === "")) return ["+"];
  return /\p{L}/u.test(word) && !gaps.has(word) ? [""] : [];
}

interface SpokenDigits {
  readonly digits: string;
  /** Number of words. */
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
  // "eight hundred five five five" is read digit by digit after the hundreds, unlike French "cinq cent cinq".
  const units = number.value % 100;
  const isPrefix = words[index + 1] === "hundred" && number.value > 100 && units > 0 && units < 10;
  if (isPrefix) return { digits: String(number.value - units), length: 2 };
  return { digits: String(number.value), length: number.length };
}

/** E.164 of spoken digits: national, with + or 00, or with a bare country code. */
function numberOf(digits: string, country: string): string | undefined {
  const national = digits.replaceAll("+", "");
  if (national.length < 7 || national.length > 17) return undefined;
  const prefix = digits.startsWith("+") ? "" : dialledPrefix(national, country);
  if (prefix !== undefined) return international(national.slice(prefix.length));
  // Seven digits lack the area code.
  if (nanp.has(country) && national.length === 7) return undefined;
  return homeNumber(national, country) ?? (mayBeForeign(national, country) ? international(national) : undefined);
}

/** Without + or 00, one digit or pair too many in a national number would make a number in another country. */
function mayBeForeign(national: string, country: string): boolean {
  if (national.startsWith("0")) return false;
  if (nanp.has(country)) return national.length > 11 || nationalNumber(national.slice(0, 10), country) === undefined;
  if (national.length <= 10) return false;
  return [1, 2].every((more) => homeNumber(national.slice(0, -more), country) === undefined);
}

function homeNumber(national: string, country: string): string | undefined {
  return country === "BJ" ? beninNumber(national) : nationalNumber(national, country);
}

/** The international prefix, if one was dialled. */
function dialledPrefix(national: string, country: string): string | undefined {
  if (national.startsWith("00")) return "00";
  return nanp.has(country) && national.startsWith("011") ? "011" : undefined;
}

function nationalNumber(national: string, country: string): string | undefined {
  if (!isSupportedCountry(country)) return undefined;
  const parsed = readTelephone(national, country);
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
  const parsed = readTelephone(number);
  return parsed?.isValid() === true ? parsed.number : undefined;
}
