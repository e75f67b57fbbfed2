import { languageWords } from "./all-words.ts";
import { foldText } from "./fold-text.ts";
import { type Language, languageFacts } from "./language.ts";

/** Whether the words are more of the other language than of the one that is spoken, or name it: "español, por favor". */
export function speaksOther(said: string, other: Language, spoken: Language): boolean {
  const words: readonly string[] = foldText(said.slice(0, longestSaid)).match(/\p{L}+/gu) ?? [];
  const { ownName, englishName } = languageFacts(other);
  if (words.includes(foldText(ownName)) || words.includes(foldText(englishName))) return true;
  const known = (language: Language): number => words.filter((word) => languageWords[language].common.has(word)).length;
  return known(other) > known(spoken);
}

const longestSaid = 500;
