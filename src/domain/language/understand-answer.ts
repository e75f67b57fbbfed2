import { foldText } from "./fold-text.ts";
import { type Language, languages, otherLanguages } from "./language.ts";
import { type Understood, longestHeard } from "./understood.ts";
import { languageWords } from "./all-words.ts";
import type { AnswerWords } from "./words/language-words.ts";

type Answer = "yes" | "no" | "unsure";

/** true and false for yes and no; who hesitates, or says both, is asked again. */
export function understandAnswer(text: string, language: Language): Understood<boolean> {
  const said = [language, ...otherLanguages(language)]
    .map((each) => answersIn(text, languageWords[each].answers))
    .find((found) => found.length > 0);
  const { words } = languageWords[language].answers;
  const kinds = new Set(said);
  if (kinds.size === 0) return { kind: "not_heard" };
  if (kinds.size > 1 || kinds.has("unsure")) return { kind: "ask", question: words.again, candidates: [] };
  const value = kinds.has("yes");
  return { kind: "understood", value, words: value ? words.yes : words.no };
}

/** Whether the text is such an answer and nothing else: "ça marche" is no name. */
export function isOnlyAnswer(text: string): boolean {
  const words = foldText(text.slice(0, longestHeard)).match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? [];
  return languages.some((each) => longestAt(words, 0, languageWords[each].answers)?.length === words.length);
}

function answersIn(text: string, known: AnswerWords): readonly Answer[] {
  const folded = foldText(text.slice(0, longestHeard));
  const words = folded.match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? [];
  const found: Answer[] = [];
  for (let index = 0; index < words.length;) {
    const best = longestAt(words, index, known);
    if (best !== undefined) found.push(best.answer);
    index += best?.length ?? 1;
  }
  return found;
}

function longestAt(
  words: readonly string[],
  index: number,
  known: AnswerWords,
): { readonly answer: Answer; readonly length: number } | undefined {
  for (let length = Math.min(mostPhraseWords, words.length - index); length > 0; length -= 1) {
    const phrase = words.slice(index, index + length).join(" ");
    const answer = byPhrase(known).get(phrase);
    if (answer !== undefined) return { answer, length };
  }
  return undefined;
}

const mostPhraseWords = 6;

const indexes = new WeakMap<AnswerWords, ReadonlyMap<string, Answer>>();

function byPhrase(known: AnswerWords): ReadonlyMap<string, Answer> {
  const built = indexes.get(known);
  if (built !== undefined) return built;
  const index = new Map<string, Answer>();
  for (const answer of ["yes", "no", "unsure"] as const) for (const phrase of known[answer]) index.set(phrase, answer);
  indexes.set(known, index);
  return index;
}
