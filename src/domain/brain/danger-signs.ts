import { boundedCache } from "../language/bounded-cache.ts";
import * as z from "zod";
import type { Choice, ChooseRequest } from "../../flow/ports.ts";
import { foldText } from "../language/fold-text.ts";

const signList = z.array(z.string().regex(/\S/u));

/** Words that lead to a global node whatever else is said; a language's understanding file holds them. */
export const signsShape = z.strictObject({
  global: z.string(),
  /** The node that asks whether a danger that was spoken of in the past is over. */
  over: z.string(),
  said: signList,
  not: signList,
  past: signList,
  now: signList,
  asks: signList,
});

/** One alternative of a term: words that follow each other. */
type Phrase = readonly string[];
/** Terms that must all be there, each in one of its phrases. */
type Sign = readonly (readonly Phrase[])[];

export interface DangerSigns {
  readonly global: string;
  readonly over: string;
  readonly said: readonly Sign[];
  readonly not: readonly Sign[];
  readonly past: readonly Sign[];
  readonly now: readonly Sign[];
  readonly asks: readonly Sign[];
}

export function readSigns({ global, over, ...lists }: z.infer<typeof signsShape>): DangerSigns {
  const { said, not, past, now, asks } = lists;
  return {
    global,
    over,
    said: said.map(readSign),
    not: not.map(readSign),
    past: past.map(readSign),
    now: now.map(readSign),
    asks: asks.map(readSign),
  };
}

function readSign(text: string): Sign {
  return text
    .trim()
    .split(/\s+/u)
    .map((term) => term.split("|").map((phrase) => phrase.split("+").flatMap(spelledOut)));
}

/** How far apart the words of a sign may stand. */
const WINDOW = 10;
/** More words than a caller says in one breath; signs are looked for in the last ones. */
const MOST_WORDS = 200;

/** `none`: the words speak of a danger to say that there is none, or to ask about it. */
export type Danger = "now" | "past" | "none";

type DangerCache = (
  text: string,
  compute: () => { readonly danger: Danger | undefined },
) => {
  readonly danger: Danger | undefined;
};
const dangers = new WeakMap<DangerSigns, DangerCache>();

/** The kind of danger that the words describe; undefined: none. */
export function dangerIn(text: string, signs: DangerSigns): Danger | undefined {
  const known: DangerCache = dangers.get(signs) ?? boundedCache(2_000);
  dangers.set(signs, known);
  return known(text, () => ({ danger: findDanger(text, signs) })).danger;
}

function findDanger(text: string, signs: DangerSigns): Danger | undefined {
  const heard = wordsOf(text);
  const words = signs.not.reduce(passOver, heard);
  const asks = signs.asks.some((sign) => isSaid(sign, heard));
  if (!signs.said.some((sign) => isSaid(sign, words))) return asks || words.includes("") ? "none" : undefined;
  const isNow = signs.now.some((sign) => isSaid(sign, heard));
  if (isNow) return "now";
  if (asks) return "none";
  return signs.past.some((sign) => isSaid(sign, heard)) ? "past" : "now";
}

function wordsOf(text: string): readonly string[] {
  const words = foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(-MOST_WORDS).flatMap(spelledOut);
}

/** How speech recognition and hurried people write what the signs spell out: "cant", "gonna", "bouge pu". */
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

/** Of signs too: "ya" is a word of Spanish, and French run together. */
function spelledOut(word: string): readonly string[] {
  return runTogether.get(word) ?? [word];
}

/**
 * The words without those of the sign; a gap stays, so that what is left does not meet. The terms of a harmless saying
 * follow each other: "my phone is dying", but not "he hung up the phone, he is dying".
 */
function passOver(words: readonly string[], sign: Sign): readonly string[] {
  const left = [...words];
  for (let at = 0; at < left.length; at += 1) {
    const end = endOf(sign, left, at);
    if (end !== undefined) left.fill("", at, end);
  }
  return left;
}

/** Where the terms end that begin there, each right after the one before. */
function endOf(sign: Sign, words: readonly string[], start: number): number | undefined {
  let end = start;
  for (const phrases of sign) {
    const found = phrases.filter((phrase) => isAt(phrase, words, end)).toSorted((one, two) => two.length - one.length);
    if (found[0] === undefined) return undefined;
    end += found[0].length;
  }
  return end;
}

function isSaid(sign: Sign, words: readonly string[]): boolean {
  const [first = [], ...rest] = sign.map((phrases) => placesOf(phrases, words));
  return first.some((place) => rest.every((places) => places.some((other) => Math.abs(other - place) <= WINDOW)));
}

function placesOf(phrases: readonly Phrase[], words: readonly string[]): readonly number[] {
  return words.flatMap((_, at) => (phrases.some((phrase) => isAt(phrase, words, at)) ? [at] : []));
}

function isAt(phrase: Phrase, words: readonly string[], at: number): boolean {
  return phrase.every((pattern, offset) => {
    const word = words[at + offset] ?? "";
    return pattern.endsWith("*") ? word !== "" && word.startsWith(pattern.slice(0, -1)) : word === pattern;
  });
}

/**
 * Danger before anything else. One that is over gives way to whatever else the caller clearly wants, and is asked about
 * where they want nothing else. undefined: the question is open.
 */
export function chooseBySigns(
  request: ChooseRequest,
  signs: readonly DangerSigns[],
  choose: (request: ChooseRequest) => Choice,
): Choice | undefined {
  if (request.trigger === "result") return undefined;
  for (const list of signs) {
    const danger = dangerIn(request.heard, list);
    if (danger !== undefined) return chosenFor(danger, request, { list, choose });
  }
  return undefined;
}

interface Choosing {
  readonly list: DangerSigns;
  readonly choose: (request: ChooseRequest) => Choice;
}

function chosenFor(danger: Danger, request: ChooseRequest, { list, choose }: Choosing): Choice | undefined {
  if (danger === "now") return taking(request, list.global);
  const others = request.candidates.filter(({ id, destination }) => id !== list.global && destination !== list.global);
  const other = choose({ ...request, candidates: others });
  if (danger === "none" || other.kind === "take") return other;
  return taking(request, list.over) ?? other;
}

function taking({ candidates }: ChooseRequest, node: string): Choice | undefined {
  const found =
    candidates.find(({ kind, destination }) => kind === "edge" && destination === node) ??
    candidates.find(({ id }) => id === node);
  return found === undefined ? undefined : { kind: "take", id: found.id, source: "sign" };
}
