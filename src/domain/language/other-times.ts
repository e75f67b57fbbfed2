import { foldText } from "./fold-text.ts";
import { languages } from "./language.ts";
import { languageWords } from "./all-words.ts";

/** Wishes that make sense only after times were offered: after them, before them, or others. */
export type OtherTimes = "later" | "earlier" | "other";

const kinds: readonly OtherTimes[] = ["later", "earlier", "other"];

/** null: the words hold no such wish. */
export function otherTimes(said: string): OtherTimes | null {
  const text = foldText(said.slice(0, longestSaid));
  return kinds.find((kind) => languages.some((each) => languageWords[each].otherTimes[kind].test(text))) ?? null;
}

const longestSaid = 500;
