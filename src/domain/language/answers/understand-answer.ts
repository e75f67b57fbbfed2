import { foldText } from "../fold-text.ts";
import { type Language, languages, otherLanguages, languageFacts } from "../language.ts";
import { type Understood, longestHeard } from "../dates/speech-tokens.ts";
import { languageWords } from "../all-words.ts";
import { afterPause } from "../pauses.ts";
import type { AnswerWords } from "../words/language-words.ts";

type Answer = "yes" | "no" | "unsure";

/** true for yes, false for no; a caller who hesitates or says both is asked again. */
export function understandAnswer(text: string, language: Language): Understood<boolean> {
  const meant = afterPause(text);
  const said = [language, ...otherLanguages(language)]
    .map((each) => answersIn(meant, languageWords[each].answers))
    .find((found) => found.length > 0);
  const { words } = languageWords[language].answers;
  const kinds = new Set(said);
  if (kinds.size === 0) return { kind: "not_heard" };
  if (kinds.size > 1 || kinds.has("unsure")) return { kind: "ask", question: words.again, candidates: [] };
  const value = kinds.has("yes");
  return { kind: "understood", value, words: value ? words.yes : words.no };
}

/** Whether the text is such an answer and nothing else: neither "ça marche" nor "c'est bon, merci" is a name. */
export function isOnlyAnswer(text: string): boolean {
  const { words } = spokenWords(text);
  return languages.some((each) => {
    const known = languageWords[each].answers;
    const answer = longestAt(words, 0, known);
    return answer !== undefined && isCourteous(words.slice(answer.length), known);
  });
}

function isCourteous(words: readonly string[], known: AnswerWords): boolean {
  const phrase = longestPhrase(words, 0, leaveTakingIn(known));
  if (words.length === 0 || phrase === undefined) return words.length === 0;
  return !phrase.value && isCourteous(words.slice(phrase.length), known);
}

/** Whether the text says goodbye and nothing else: "merci, au revoir". */
export function isOnlyGoodbye(text: string): boolean {
  const { words } = spokenWords(text);
  return languages.some((each) => isGoodbye(words, leaveTakingIn(languageWords[each].answers)));
}

/** Whether the text asks for the last words again and says nothing else: "hein ? pardon ?". */
export function isOnlyUnheard(text: string): boolean {
  const { words } = spokenWords(text);
  return languages.some((each) => isUnheard(words, unheardIn(languageWords[each].answers)));
}

function isUnheard(words: readonly string[], known: ReadonlyMap<string, true>): boolean {
  const phrase = longestPhrase(words, 0, known);
  if (phrase === undefined) return false;
  const rest = words.slice(phrase.length);
  return rest.length === 0 || isUnheard(rest, known);
}

/** By phrase: whether it says goodbye, or only accompanies a goodbye. */
type LeaveTaking = ReadonlyMap<string, boolean>;

function isGoodbye(words: readonly string[], known: LeaveTaking): boolean {
  let isSaid = false;
  for (let index = 0; index < words.length;) {
    const phrase = longestPhrase(words, index, known);
    if (phrase === undefined) return false;
    isSaid ||= phrase.value;
    index += phrase.length;
  }
  return isSaid;
}

interface Spoken {
  readonly words: readonly string[];
  /** Indexes of the words that follow a comma or another pause. */
  readonly starts: ReadonlySet<number>;
}

function spokenWords(text: string): Spoken {
  const words: string[] = [];
  const starts = new Set<number>();
  const folded = foldText(text.slice(0, longestHeard));
  for (const [part] of folded.matchAll(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*|[,;.!?]/gu)) {
    if (/[,;.!?]/u.test(part)) starts.add(words.length);
    else words.push(part);
  }
  return { words, starts };
}

function answersIn(text: string, known: AnswerWords): readonly Answer[] {
  const said = spokenWords(text);
  const found: Answer[] = [];
  for (let index = 0; index < said.words.length;) {
    const best = longestAt(said.words, index, known);
    const length = best?.length ?? 1;
    const isTurned = best?.answer === "yes" && isDenied(said, { index, length }, known);
    if (best !== undefined) found.push(isTurned ? "no" : best.answer);
    index += length;
  }
  const isCondition = found.every((answer) => answer === "yes") && found.length > 0 && hasCondition(said, known);
  return isCondition ? ["unsure"] : found;
}

/** "that isn't right", "ça marche pas": a denial within the clause. */
function isDenied(
  { words, starts }: Spoken,
  { index, length }: { readonly index: number; readonly length: number },
  known: AnswerWords,
): boolean {
  for (let before = index - 1; before >= index - 2 && before >= 0 && !starts.has(before + 1); before -= 1) {
    if (known.denials.has(words[before] ?? "")) return true;
  }
  const next = index + length;
  const isBehind = length > 1 && known.denialsAfter.has(words[next] ?? "") && !starts.has(next);
  return isBehind && longestAt(words, next, known)?.answer !== "yes";
}

/** "oui, mais à 11 h" agrees to something other than what was asked. */
function hasCondition({ words }: Spoken, { conditions }: AnswerWords): boolean {
  return words.some((word, index) => index > 0 && index < words.length - 1 && conditions.has(word));
}

function longestAt(
  words: readonly string[],
  index: number,
  known: AnswerWords,
): { readonly answer: Answer; readonly length: number } | undefined {
  const phrase = longestPhrase(words, index, answersByPhrase(known));
  return phrase === undefined ? undefined : { answer: phrase.value, length: phrase.length };
}

function longestPhrase<Value>(
  words: readonly string[],
  index: number,
  known: ReadonlyMap<string, Value>,
): { readonly value: Value; readonly length: number } | undefined {
  for (let length = Math.min(mostPhraseWords, words.length - index); length > 0; length -= 1) {
    const value = known.get(words.slice(index, index + length).join(" "));
    if (value !== undefined) return { value, length };
  }
  return undefined;
}

const mostPhraseWords = 6;

const answersByPhrase = perWords((known) =>
  phraseValues<Answer>([known.yes, "yes"], [known.no, "no"], [known.unsure, "unsure"]),
);
const unheardIn = perWords((known) => phraseValues<true>([known.unheard, true]));
const leaveTakingIn = perWords((known) => phraseValues([known.goodbyes, true], [known.courtesies, false]));

/** Caches what is made from a language's words. */
function perWords<Made>(make: (known: AnswerWords) => Made): (known: AnswerWords) => Made {
  const kept = new WeakMap<AnswerWords, Made>();
  return (known) => {
    const made = kept.get(known) ?? make(known);
    kept.set(known, made);
    return made;
  };
}

function phraseValues<Value>(...lists: readonly (readonly [readonly string[], Value])[]): ReadonlyMap<string, Value> {
  return new Map(lists.flatMap(([phrases, value]) => phrases.map((phrase): [string, Value] => [phrase, value])));
}

/** Wishes that only make sense after times were offered: times after them, before them, or others. */
export type OtherTimes = "later" | "earlier" | "other";

const wishedTimes: readonly OtherTimes[] = ["later", "earlier", "other"];

/** null: the words express no such wish. */
export function otherTimes(said: string): OtherTimes | null {
  const text = foldText(said.slice(0, longestSaid));
  return wishedTimes.find((kind) => languages.some((each) => languageWords[each].otherTimes[kind].test(text))) ?? null;
}

const longestSaid = 500;

/**
 * Whether more of the words belong to the other language than to the spoken one, or the words name it: "español, por
 * favor".
 */
export function speaksOther(said: string, other: Language, spoken: Language): boolean {
  const words: readonly string[] = foldText(said.slice(0, longestSaid)).match(/\p{L}+/gu) ?? [];
  const { ownName, englishName } = languageFacts(other);
  if (words.includes(foldText(ownName)) || words.includes(foldText(englishName))) return true;
  const known = (language: Language): number => words.filter((word) => languageWords[language].common.has(word)).length;
  return known(other) > known(spoken);
}
