import type { Language, Translated } from "./language.ts";

/** The number words of a language, folded, without hyphens. */
export interface NumberWords {
  readonly cardinals: ReadonlyMap<string, number>;
  readonly ordinals: ReadonlyMap<string, number>;
  /** Said inside a number: "vingt et un", "a hundred and two". */
  readonly and: string;
  /** Tens that take 10 to 19 as well: "soixante-douze", "quatre-vingt-douze". */
  readonly longTens: ReadonlySet<number>;
  /** Whether four and twenty are eighty. */
  readonly hasScores: boolean;
}

const frenchCardinals = `zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
 vingt:20 vingts:20 trente:30 quarante:40 cinquante:50 soixante:60 septante:70 huitante:80 octante:80 nonante:90
 cent:100 cents:100 mille:1000 une:1`;
const frenchOrdinals = `premier:1 premiere:1 second:2 seconde:2 unieme:1 deuxieme:2 troisieme:3 quatrieme:4 cinquieme:5
 sixieme:6 septieme:7 huitieme:8 neuvieme:9 dixieme:10 onzieme:11 douzieme:12`;
const englishCardinals = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
 sixteen seventeen eighteen nineteen twenty:20 thirty:30 forty:40 fourty:40 fifty:50 sixty:60 seventy:70 eighty:80
 ninety:90 hundred:100 thousand:1000 oh:0`;
const englishOrdinals = `first:1 second:2 third:3 fourth:4 fifth:5 sixth:6 seventh:7 eighth:8 ninth:9 tenth:10
 eleventh:11 twelfth:12 thirteenth:13 fourteenth:14 fifteenth:15 sixteenth:16 seventeenth:17 eighteenth:18
 nineteenth:19 twentieth:20 thirtieth:30`;

export const numberWords: Translated<NumberWords> = {
  fr: {
    cardinals: wordValues(frenchCardinals),
    ordinals: wordValues(frenchOrdinals),
    and: "et",
    longTens: new Set([60, 80]),
    hasScores: true,
  },
  en: {
    cardinals: wordValues(englishCardinals),
    ordinals: wordValues(englishOrdinals),
    and: "and",
    longTens: new Set(),
    hasScores: false,
  },
};

export interface ReadNumber {
  readonly value: number;
  readonly isOrdinal: boolean;
  /** How many words it took. */
  readonly length: number;
}

/** The longest number that begins at a word: "vingt et un", "quatre-vingt-dix-sept", "twenty-third". */
export function readNumber(words: readonly string[], start: number, language: Language): ReadNumber | undefined {
  const { ordinals, and } = numberWords[language];
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
  const { cardinals, ordinals } = numberWords[language];
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
  if (value >= 100) return multiplied(sum, value);
  if (sum === undefined) return isJoined ? undefined : withRest(nothing, value);
  if (isScore(sum, value, language)) return { ...sum, rest: 80, tens: 80 };
  if (sum.rest === 0 && sum.hundreds + sum.thousands > 0) return withRest(sum, value);
  if (sum.tens === 0 || !fitsTens(sum.tens, value, language)) return undefined;
  return { ...sum, rest: sum.rest + value, tens: tensAfter(value) };
}

/** "quatre-vingt, quatre-vingt-dix": two numbers. */
function beginsScore(words: readonly string[], index: number, language: Language): boolean {
  return numberWords[language].hasScores && words[index] === "quatre" && /^vingts?$/u.test(words[index + 1] ?? "");
}

/** "quatre-vingt". */
function isScore({ rest, tens }: Sum, value: number, language: Language): boolean {
  return numberWords[language].hasScores && value === 20 && rest === 4 && tens === 0;
}

function fitsTens(tens: number, value: number, language: Language): boolean {
  if (value === 0) return false;
  if (tens === 10) return isLongTen(value, language);
  return value < 10 || (numberWords[language].longTens.has(tens) && value < 20);
}

/** "dix-sept": ten takes seven, eight and nine in French. */
function isLongTen(value: number, language: Language): boolean {
  return numberWords[language].hasScores && value >= 7 && value <= 9;
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

/** "zero un deux dix:10": a word without a value is one more than the word before it. */
function wordValues(list: string): ReadonlyMap<string, number> {
  let value = -1;
  return new Map(
    list.split(/\s+/u).map((entry): [string, number] => {
      const [word = "", given] = entry.split(":");
      value = given === undefined ? value + 1 : Number(given);
      return [word, value];
    }),
  );
}
