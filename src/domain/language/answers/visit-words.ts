import { boundedCache } from "../../bounded-cache.ts";
import { foldText } from "../fold-text.ts";
import { languages } from "../language.ts";
import { languageWords } from "../all-words.ts";
import { type PartyWords, visitKinds } from "../words/language-words.ts";

const reasons = languages.map((language) => languageWords[language].visits);

/**
 * What people say they come for, in any language, by kind of visit. A clinic's type is of a kind if its name or reasons
 * contain one of the phrases. Folded, with spaces for apostrophes and hyphens.
 */
const kinds = visitKinds.map((kind) => ({ kind, phrases: reasons.flatMap((each) => each.kinds[kind]) }));

/** Any visit may be called this. */
const general: ReadonlySet<string> = new Set(["consultation"]);

/** Words that say nothing about the reason, so that sharing them is not a likeness. */
const fillers: ReadonlySet<string> = new Set(reasons.flatMap((each) => each.fillers.split(" ")));

const negations = new RegExp(`\\b(?:${reasons.map(({ denials }) => denials).join("|")})\\s+`, "gu");

const pauses = new RegExp(`[,;.!?]| (?:${reasons.flatMap(({ contrasts }) => contrasts).join("|")}) `, "u");

export interface VisitWords {
  readonly kinds: ReadonlySet<string>;
  readonly words: readonly string[];
  /** Folded, with a space around every word. */
  readonly text: string;
}

/** The kinds and significant words of a reason or of a type's name. Denied reasons do not count. */
export function visitWords(said: string): VisitWords {
  return heardWords(said, () => wordsHeard(said));
}

const heardWords = boundedCache<VisitWords>(2_000);

function wordsHeard(said: string): VisitWords {
  const text = spaced(withoutDenied(said));
  const found = kinds.filter(({ phrases }) => phrases.some((phrase) => text.includes(` ${phrase} `)));
  const words = text.split(" ").filter((word) => word.length >= shortestWord && !fillers.has(word));
  return { kinds: new Set(found.map(({ kind }) => kind)), words, text };
}

const shortestWord = 3;

/** "vaccination" and "vacciner", "detartrage" and "detartrer" have the same beginning. */
const stemLength = 6;

/** How well a reason fits a type's words: 0 not at all; a general word counts less than a specific one. */
export function likeness(reason: VisitWords, type: VisitWords): number {
  const shared = [...reason.kinds].filter((kind) => type.kinds.has(kind));
  const kindScore = Math.max(0, ...shared.map((kind) => (general.has(kind) ? 1 : 3)));
  const alike = reason.words.filter((word) => type.words.some((other) => sameStem(word, other)));
  const telling = alike.filter((word) => !isGeneralWord(word));
  return kindScore + telling.length * 2 + (alike.length > telling.length && kindScore === 0 ? 1 : 0);
}

/** Whether the reason contains a phrase that the clinic gave for a type, inflected or not. */
export function holdsPhrase(reason: VisitWords, phrase: string): boolean {
  const words = spaced(phrase).trim().split(" ");
  if (reason.text.includes(` ${words.join(" ")} `)) return true;
  return words.every((word) => reason.words.some((said) => sameStem(said, word)));
}

const newcomer = reasons.flatMap((each) => [...each.kinds.first, ...each.newcomer]);

const regular = reasons.flatMap((each) => each.regular);

const bareYes = new RegExp(`^(?:${reasons.map(({ yes }) => yes).join("|")})\\b`, "u");

const bareNo = new RegExp(`^(?:${reasons.map(({ no }) => no).join("|")})\\b`, "u");

/** The answer to "is it a first visit?": yes, no, or the same in other words; undefined: neither. */
export function firstVisitAnswer(said: string): boolean | undefined {
  const text = foldText(said.slice(0, longestReason));
  return saidToBeNew(said) ?? (bareYes.test(text) ? true : bareNo.test(text) ? false : undefined);
}

/** Whether the words say that the patient is new at the clinic; undefined: they say nothing about it. */
export function saidToBeNew(said: string): boolean | undefined {
  const text = spaced(said);
  if (regular.some((phrase) => text.includes(` ${phrase} `))) return false;
  return newcomer.some((phrase) => text.includes(` ${phrase} `)) ? true : undefined;
}

function isGeneralWord(word: string): boolean {
  return reasons.some((each) => each.kinds.consultation.includes(word));
}

function sameStem(left: string, right: string): boolean {
  if (left === right) return true;
  if (Math.min(left.length, right.length) < stemLength) return samePlural(left, right);
  return left.slice(0, stemLength) === right.slice(0, stemLength);
}

function samePlural(left: string, right: string): boolean {
  return `${left}s` === right || `${right}s` === left;
}

/** "pas pour un vaccin, pour un contrôle": leaves out what follows a denial, up to the next pause. */
function withoutDenied(said: string): string {
  const parts = foldText(said.slice(0, longestReason)).split(pauses);
  return parts.map((part) => part.split(negations)[0] ?? "").join(" , ");
}

const longestReason = 500;

function spaced(text: string): string {
  const words = foldText(text.slice(0, longestReason)).match(/[\p{L}\p{N}]+/gu) ?? [];
  return ` ${words.join(" ")} `;
}

/** "nous deux", "two kids", "gemelos": a number of people, in any wording. */
function countedPeople({ numbers, people, before, adjectives, pair, notPeople }: PartyWords): RegExp {
  const number = [...Object.keys(numbers), "[2-6]"].join("|");
  return new RegExp(
    [
      `\\b(?:(?:${before}) )?(${number}) (?:${adjectives})?(?:${people})\\b`,
      `\\b(?:${before}) (${number})\\b(?!${notPeople})`,
      `\\b(${pair})\\b`,
    ].join("|"),
    "u",
  );
}

const parties = languages.map((language) => {
  const { party } = languageWords[language];
  return { numbers: party.numbers, counted: countedPeople(party), andMe: new RegExp(`\\b(?:${party.andMe})`, "u") };
});

/** How many people need appointments, if a caller says that there are several; undefined: one, or not said. */
export function partySize(said: string): number | undefined {
  const text = foldText(said.slice(0, longestSaid));
  for (const { numbers, counted } of parties) {
    const found = counted
      .exec(text)
      ?.slice(1)
      .find((word) => word !== undefined);
    if (found !== undefined) return numbers[found] ?? Number(found);
  }
  return parties.some(({ andMe }) => andMe.test(text)) ? 2 : undefined;
}

const longestSaid = 500;
