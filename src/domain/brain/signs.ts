import * as z from "zod";
import { foldText } from "../language/fold-text.ts";

/** In the syntax of the understanding files: "a|b is c*". */
export const signList = z.array(z.string().regex(/\S/u));

interface Pattern {
  readonly text: string;
  /** Matches words that begin with the text, not just the word itself. */
  readonly isStem: boolean;
}

/** One alternative of a term: consecutive words. */
type Phrase = readonly Pattern[];
/** Terms that must all occur, each as one of its phrases. */
export type Sign = readonly (readonly Phrase[])[];

export function readSign(text: string): Sign {
  return text
    .trim()
    .split(/\s+/u)
    .map((term) => term.split("|").map((phrase) => phrase.split("+").flatMap(spelledOut).map(readPattern)));
}

function readPattern(word: string): Pattern {
  return word.endsWith("*") ? { text: word.slice(0, -1), isStem: true } : { text: word, isStem: false };
}

/** How far apart the words of a sign may be. */
const WINDOW = 10;
/** More words than a caller says in one breath; signs are searched in the last ones. */
const MOST_WORDS = 200;

/** Folded, and spelt like the words of signs. */
export function wordsOf(text: string): readonly string[] {
  const words = foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(-MOST_WORDS).flatMap(spelledOut);
}

/**
 * Contractions of speech recognition and hurried people, with the words as signs spell them: "cant", "gonna", "bouge
 * pu".
 */
const runTogether: ReadonlyMap<string, readonly string[]> = new Map(
  (
    "cant can t|wont won t|dont don t|doesnt doesn t|didnt didn t|isnt isn t|aint isn t|arent aren t|couldnt couldn t|" +
    "hasnt hasn t|havent haven t|wasnt wasn t|im i m|ive i ve|hes he s|shes she s|theres there s|gonna going to|" +
    "wanna want to|pu plus|jpeux je peux|jarrive j arrive|jveux je veux|cest c est|ya y a|tjrs toujours"
  )
    .split("|")
    .map((line) => {
      const [written = "", ...words] = line.split(" ");
      return [written, words];
    }),
);

/** Also applied to signs: "ya" is a word in Spanish, and a contraction in French. */
function spelledOut(word: string): readonly string[] {
  return runTogether.get(word) ?? [word];
}

/**
 * The words without those of the sign; a gap stays, so that the words around it do not become adjacent. The terms of a
 * harmless saying must be consecutive: "my phone is dying", but not "he hung up the phone, he is dying".
 */
export function passOver(words: readonly string[], sign: Sign): readonly string[] {
  let left: string[] | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const end = endOf(sign, left ?? words, at);
    if (end !== undefined) left = (left ?? [...words]).fill("", at, end);
  }
  return left ?? words;
}

/** Where the sign's terms end if they begin at `start` and are consecutive. */
function endOf(sign: Sign, words: readonly string[], start: number): number | undefined {
  let end = start;
  for (const phrases of sign) {
    let longest = 0;
    for (const phrase of phrases) if (phrase.length > longest && isAt(phrase, words, end)) longest = phrase.length;
    if (longest === 0) return undefined;
    end += longest;
  }
  return end;
}

/** Whether all terms of the sign occur near each other. */
export function isSaid(sign: Sign, words: readonly string[]): boolean {
  // A quick check first: a sentence is searched for thousands of signs, and nearly all are absent.
  if (!sign.every((phrases) => isAnywhere(phrases, words))) return false;
  const [first = [], ...rest] = sign.map((phrases) => placesOf(phrases, words));
  return first.some((place) =>
    rest.every((others) => others.some((other) => other !== place && Math.abs(other - place) <= WINDOW)),
  );
}

function isAnywhere(phrases: readonly Phrase[], words: readonly string[]): boolean {
  for (let at = 0; at < words.length; at += 1) {
    for (const phrase of phrases) if (isAt(phrase, words, at)) return true;
  }
  return false;
}

function placesOf(phrases: readonly Phrase[], words: readonly string[]): readonly number[] {
  return words.flatMap((_, at) => (phrases.some((phrase) => isAt(phrase, words, at)) ? [at] : []));
}

const nothing: Pattern = { text: "", isStem: false };

function isAt(phrase: Phrase, words: readonly string[], at: number): boolean {
  for (let offset = 0; offset < phrase.length; offset += 1) {
    const { text, isStem } = phrase[offset] ?? nothing;
    const word = words[at + offset] ?? "";
    if (isStem ? word === "" || !word.startsWith(text) : word !== text) return false;
  }
  return true;
}
