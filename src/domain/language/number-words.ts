import type { Language } from "./language.ts";
import { languageWords } from "./all-words.ts";

export interface ReadNumber {
  readonly value: number;
  readonly isOrdinal: boolean;
  /** How many words it took. */
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
  /** The tens said last, to which units may still be added; 0 when none may. */
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

/** "zéro cent", "soixante-dix-sept cent": two numbers; "dix-neuf cent" is one, and so is "forty-five hundred". */
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

/** "dix-sept": ten takes seven, eight and nine in French. */
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
