import { languages } from "./language.ts";
import { languageWords } from "./all-words.ts";

/** The text without requests for a moment: "une seconde" does not choose a second time, and "Hang on" is not a name. */
export function withoutPauses(text: string): string {
  const said = text.slice(0, longestSaid);
  const left = languages.reduce((rest, language) => rest.replaceAll(languageWords[language].answers.pauses, " "), said);
  return left === said ? text : `${left.replace(/^[\s,;.!…-]+/u, "")}${text.slice(longestSaid)}`;
}

/** Whether the caller asks for a moment and says nothing else. */
export function isOnlyPause(text: string): boolean {
  const left = withoutPauses(text);
  return left !== text && !/[\p{L}\p{N}]/u.test(left);
}

/**
 * What follows a pause, as in "un instant... oui"; the whole text if it begins with no pause, or if nothing follows.
 */
export function afterPause(text: string): string {
  const begins = languages.some((language) => text.trimStart().search(languageWords[language].answers.pauses) === 0);
  return begins && !isOnlyPause(text) ? withoutPauses(text) : text;
}

const longestSaid = 500;
