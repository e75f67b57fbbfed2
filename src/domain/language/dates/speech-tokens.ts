import { boundedCache } from "../../bounded-cache.ts";
import { foldText } from "../fold-text.ts";
import type { Language } from "../language.ts";
import { languageWords } from "../all-words.ts";
import { endsDenial, withDeniedBounds } from "./denied-bounds.ts";
import { withoutPassing } from "./said-in-passing.ts";

/**
 * What was said about days and times, in tokens that are the same for every language: W1 Monday, M12 December, N15 and
 * O15 a number and an ordinal, A "a", C9:30 a time, D2026-12-01 and S3/12 written dates, R1 tomorrow, Ud Uw Um units,
 * "street" and "flat" parts of an address, Qm Qa Qe parts of a day (Qm< its beginning, Qm> its end), F:easter a feast; "?" is a word that no language knows.
 */
export interface Speech {
  readonly tokens: readonly string[];
  /** The place of each token in the folded text: from (included) to (excluded). */
  readonly places: readonly Place[];
  /** How many of the words the language knows. */
  readonly known: number;
}

type Place = readonly [from: number, to: number];

interface PhraseNode {
  readonly next: Map<string, PhraseNode>;
  token?: string;
}

const trees = new Map<Language, PhraseNode>();

/** Made on first use: a call needs only its own language and those that its caller may slip into. */
function treeOf(language: Language): PhraseNode {
  const tree = trees.get(language) ?? phraseTree(languageWords[language].speech);
  trees.set(language, tree);
  return tree;
}

const remembered = boundedCache<Speech>(4_000);

/** `isForeign`: the language is not the clinic's. */
export function speechTokens(text: string, language: Language, isForeign = false): Speech {
  const cut = text.slice(0, longestHeard);
  return remembered(`${language} ${isForeign} ${cut}`, () =>
    tokensOf(lexemesOf(foldedSpeech(cut)), language, isForeign),
  );
}

/** Folded without changing the places that tokens refer to. */
function foldedSpeech(text: string): string {
  return foldText(text).slice(0, longestHeard).replaceAll(spelledLetters, blank).replaceAll(telephones, blank);
}

function blank(said: string): string {
  return " ".repeat(said.length);
}

/** "L-E-A-H" spells a name; its end does not mean "à 1 h". */
const spelledLetters = /(?<![\p{L}\p{N}])\p{L}(?:-\p{L}){2,}(?![\p{L}\p{N}])/gu;

/**
 * "Mon numéro c'est le 01 97 00 00 47" names no first of the month. Four pairs of digits may be a birth date
 * ("04 08 19 75"), so only five or more are a number.
 */
const telephones =
  /(?<![\d/.:-])(?:\+\d(?:[ ().-]{0,2}\d){7,14}|\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}|\d{2}(?:[ .-]\d{2}){4,})(?![\d/:])/gu;

/** Alternatives overlap in a bounded number of characters only, so matching takes linear time. */
const lexemePattern =
  /(?<iso>(?:19|20)\d{2}(?<joint>[-/.])\d{1,2}\k<joint>\d{1,2})(?!\d)(?:[t ](?<isoTime>\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?(?<offset>z\b|[+-]\d{2}:?\d{2})?)?|(?<compact>20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)|(?<date>\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{1,2}[/-]\d{1,2})(?!\d)|(?<clock>\d{1,2}[:.]\d{2}(?::\d{2})?)(?!\d)|(?<ordinal>\d{1,2})(?:st|nd|rd|th|ere?|eme|e)\b|(?<number>\d{1,9})|(?<half>[ap])\.? ?m\b\.?|(?<word>\p{L}+)|(?<mark>[,;!?…]|\.(?=\s|$))/gu;

const shortForm =
  /(?<=\b(?:jr|sr|st|ste|dr|mr|mrs|jan|janv|feb|fev|fevr|apr|avr|abr|jun|jul|juil|aug|ago|sep|sept|oct|nov|dec|dic|mon|tues?|wed|thu|thurs?|fri|lun|mer|jeu|ven|vie))\.(?= )/gu;

interface Lexeme {
  readonly text: string;
  readonly place: Place;
}

/** Tokens for what is written in digits; other words unchanged, marked with a leading "=". */
function lexemesOf(folded: string): readonly Lexeme[] {
  // The dot of an abbreviation ends no sentence; places do not change.
  const spoken = folded
    .replaceAll(/['-](?=\p{L})/gu, " ")
    .replaceAll(shortForm, " ")
    // "14h30-15h": two times, not the 30th of a 15th month.
    .replaceAll(/(?<=\dh\d{0,2})[-–](?=\d)/gu, " ");
  return [...spoken.matchAll(lexemePattern)].map((match) => ({
    text: lexemeOf(match.groups ?? {}),
    place: [match.index, match.index + match[0].length],
  }));
}

function lexemeOf(groups: Readonly<Record<string, string | undefined>>): string {
  const { iso, isoTime, offset, compact, date, clock, ordinal, number, half, word } = groups;
  if (iso !== undefined) {
    const day = `D${iso
      .split(/[-/.]/u)
      .map((part) => part.padStart(2, "0"))
      .join("-")}`;
    return isoTime === undefined ? day : `${day} ${offset === undefined ? `C${isoTime}` : "X"}`;
  }
  if (compact !== undefined) return `D${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6)}`;
  if (date !== undefined) return `S${date.replaceAll(/[.-]/gu, "/")}`;
  if (clock !== undefined) return `C${clock.replace(".", ":").replace(/^(\d+:\d+):\d+$/u, "$1")}`;
  if (ordinal !== undefined) return `O${Number(ordinal)}`;
  if (number !== undefined) return `N${number.length > 4 ? number : Number(number)}`;
  if (half !== undefined) return `${half}m`;
  return word === undefined ? "," : `=${word}`;
}

function tokensOf(lexemes: readonly Lexeme[], language: Language, isForeign: boolean): Speech {
  const words = lexemes.map(({ text }) => (text.startsWith("=") ? text.slice(1) : digitsOrNothing(text)));
  const tokens: string[] = [];
  const places: Place[] = [];
  let known = 0;
  for (let index = 0; index < lexemes.length;) {
    const { tokens: read, length } = readAt(words, index, { language, isForeign }) ?? unread;
    const place = placeOf(lexemes, index, Math.max(1, length));
    for (const token of length === 0 ? tokensOfLexeme(lexemes[index], tokens.at(-1)) : read) {
      if (token === "so" && !isDenying(tokens)) continue;
      tokens.push(token === "so" ? "contrast" : token);
      places.push(place);
    }
    known += length;
    index += Math.max(1, length);
  }
  const ends = tokens.map((_, index) => endsDenial(tokens, index));
  const ended = tokens.flatMap((token, index) => (ends[index] === true ? [token, "contrast"] : [token]));
  const endedPlaces = places.flatMap((place, index) => (ends[index] === true ? [place, place] : [place]));
  return { tokens: withDeniedBounds(withoutPassing(ended)), places: endedPlaces, known };
}

/**
 * "Jeudi ça ne va pas, donc vendredi": here "donc" ends the clause that says what does not suit; elsewhere it has no
 * meaning.
 */
function isDenying(tokens: readonly string[]): boolean {
  const denied = Math.max(tokens.lastIndexOf("not"), tokens.lastIndexOf("bad"));
  return denied > Math.max(tokens.lastIndexOf(","), tokens.lastIndexOf("contrast"));
}

const unread = { tokens: [], length: 0 } as const;

function placeOf(lexemes: readonly Lexeme[], index: number, length: number): Place {
  return [lexemes[index]?.place[0] ?? 0, lexemes[index + length - 1]?.place[1] ?? 0];
}

function tokensOfLexeme(lexeme: Lexeme | undefined, before: string | undefined): readonly string[] {
  if (lexeme?.text.startsWith("=") === false) return lexeme.text.split(" ");
  return before === "?" ? [] : ["?"];
}

/** The longest phrase or number that begins at a word. */
function readAt(
  words: readonly string[],
  index: number,
  { language, isForeign }: { readonly language: Language; readonly isForeign: boolean },
): { readonly tokens: readonly string[]; readonly length: number } | undefined {
  const word = words[index] ?? "";
  const phrase = longestPhrase(words, index, treeOf(language));
  const number = /^\d/u.test(word) ? undefined : readNumber(words, index, language);
  if (phrase !== undefined && phrase.length >= (number?.length ?? 0)) {
    if (isForeign && phrase.length === 1 && languageWords[language].onlyAtHome.has(word)) return undefined;
    return { tokens: phrase.token.split(" ").filter((token) => token !== "drop"), length: phrase.length };
  }
  return number === undefined ? undefined : { tokens: [numberToken(number, word, language)], length: number.length };
}

/** Phrases may contain digits ("48 heures"); other written tokens end a phrase. */
function digitsOrNothing(token: string): string {
  return token.startsWith("N") ? token.slice(1) : "";
}

function numberToken(number: NonNullable<ReturnType<typeof readNumber>>, word: string, language: Language): string {
  if (number.length === 1 && languageWords[language].numbers.articles.has(word)) return "A";
  return `${number.isOrdinal ? "O" : "N"}${number.value}`;
}

function longestPhrase(
  words: readonly string[],
  start: number,
  tree: PhraseNode,
): { readonly token: string; readonly length: number } | undefined {
  let node: PhraseNode | undefined = tree;
  let found: { readonly token: string; readonly length: number } | undefined;
  for (let index = start; index < words.length; index += 1) {
    node = node.next.get(words[index] ?? "");
    if (node === undefined) break;
    if (node.token !== undefined) found = { token: node.token, length: index + 1 - start };
  }
  return found;
}

function phraseTree(speech: Readonly<Record<string, string>>): PhraseNode {
  const root: PhraseNode = { next: new Map() };
  for (const [token, said] of Object.entries(speech)) {
    for (const phrase of said.split("|")) {
      let node = root;
      for (const word of phrase.split(" ")) {
        const next: PhraseNode = node.next.get(word) ?? { next: new Map() };
        node.next.set(word, next);
        node = next;
      }
      node.token ??= token;
    }
  }
  return root;
}

interface ReadNumber {
  readonly value: number;
  readonly isOrdinal: boolean;
  /** Number of words. */
  readonly length: number;
}

/** The longest number that begins at a word: "vingt et un", "quatre-vingt-dix-sept", "twenty-third". */
export function readNumber(words: readonly string[], start: number, language: Language): ReadNumber | undefined {
  const { ordinals, and } = languageWords[language].numbers;
  let sum: Sum | undefined;
  let index = start;
  for (; index < words.length; index += 1) {
    const isJoined = sum !== undefined && words[index] === and;
    const at = isJoined ? index + 1 : index;
    const next = withWord(sum, { words, at, isJoined, language });
    if (next === undefined) break;
    [sum, index] = [next, at];
    if (ordinals.has(words[at] ?? "")) return { value: totalOf(next), isOrdinal: true, length: index + 1 - start };
  }
  return sum === undefined ? undefined : { value: totalOf(sum), isOrdinal: false, length: index - start };
}

interface NextWord extends Joining {
  readonly words: readonly string[];
  readonly at: number;
}

function withWord(sum: Sum | undefined, { words, at, isJoined, language }: NextWord): Sum | undefined {
  const { cardinals, ordinals } = languageWords[language].numbers;
  const value = ordinals.get(words[at] ?? "") ?? cardinals.get(words[at] ?? "");
  if (value === undefined || (sum?.tens === 80 && beginsScore(words, at, language))) return undefined;
  return added(sum, value, { isJoined, language });
}

interface Sum {
  readonly thousands: number;
  readonly hundreds: number;
  /** Below one hundred. */
  readonly rest: number;
  /** The tens that were said last and may still be followed by units; 0: none. */
  readonly tens: number;
}

const nothing: Sum = { thousands: 0, hundreds: 0, rest: 0, tens: 0 };

interface Joining {
  readonly isJoined: boolean;
  readonly language: Language;
}

function added(sum: Sum | undefined, value: number, { isJoined, language }: Joining): Sum | undefined {
  if (value >= 100) return value === 1000 || takesHundred(sum, language) ? multiplied(sum, value) : undefined;
  if (sum === undefined) return isJoined ? undefined : withRest(nothing, value);
  if (isScore(sum, value, language)) return { ...sum, rest: 80, tens: 80 };
  if (sum.rest === 0 && sum.hundreds + sum.thousands > 0) return withRest(sum, value);
  if (sum.tens === 0 || !fitsTens(sum.tens, value, language)) return undefined;
  return { ...sum, rest: sum.rest + value, tens: tensAfter(value) };
}

/** "zéro cent", "soixante-dix-sept cent": two numbers; "dix-neuf cent" and "forty-five hundred" are one each. */
function takesHundred(sum: Sum | undefined, language: Language): boolean {
  if (sum === undefined) return true;
  const isZero = totalOf(sum) === 0;
  return !isZero && !(languageWords[language].numbers.hasScores && sum.thousands + sum.hundreds === 0 && sum.rest > 19);
}

/** "quatre-vingt, quatre-vingt-dix": two numbers. */
function beginsScore(words: readonly string[], index: number, language: Language): boolean {
  return (
    languageWords[language].numbers.hasScores && words[index] === "quatre" && /^vingts?$/u.test(words[index + 1] ?? "")
  );
}

/** "quatre-vingt". */
function isScore({ rest, tens }: Sum, value: number, language: Language): boolean {
  return languageWords[language].numbers.hasScores && value === 20 && rest === 4 && tens === 0;
}

function fitsTens(tens: number, value: number, language: Language): boolean {
  if (value === 0) return false;
  if (tens === 10) return isLongTen(value, language);
  return value < 10 || (languageWords[language].numbers.longTens.has(tens) && value < 20);
}

/** "dix-sept": in French, ten combines with seven, eight and nine. */
function isLongTen(value: number, language: Language): boolean {
  return languageWords[language].numbers.hasScores && value >= 7 && value <= 9;
}

function withRest(sum: Sum, value: number): Sum {
  return { ...sum, rest: value, tens: value >= 20 ? value : tensAfter(value) };
}

/** After "soixante-dix" and after "dix" a seven, eight or nine may follow. */
function tensAfter(value: number): number {
  return value === 10 ? 10 : 0;
}

function multiplied(sum: Sum | undefined, by: number): Sum | undefined {
  const before = sum ?? nothing;
  if (by === 1000) {
    if (before.thousands > 0) return undefined;
    return { ...nothing, thousands: (before.hundreds + before.rest || 1) * 1000 };
  }
  if (before.hundreds > 0 || before.rest >= 100) return undefined;
  return { ...before, hundreds: (before.rest || 1) * by, rest: 0, tens: 0 };
}

function totalOf({ thousands, hundreds, rest }: Sum): number {
  return thousands + hundreds + rest;
}

/**
 * The result of interpreting a caller's words, for any kind of value: understood, with the value and its wording; or a
 * question to ask back, with the candidate readings; or nothing of that kind was said.
 */
export type Understood<Value> =
  | { readonly kind: "understood"; readonly value: Value; readonly words: string }
  | { readonly kind: "ask"; readonly question: string; readonly candidates: readonly Value[] }
  | { readonly kind: "not_heard" };

/** No turn of a call is longer; longer texts are cut before any pattern runs over them. */
export const longestHeard = 600;
