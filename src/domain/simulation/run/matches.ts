import { foldText } from "../../language/fold-text.ts";
import type { Language } from "../../language/language.ts";
import type { Matcher } from "../scenario/schema.ts";

/** Whether a value is what a scenario expects; numbers and booleans compare as the text Retell makes of them. */
export function matches(value: unknown, matcher: Matcher, language: Language): boolean {
  if (typeof matcher !== "object") return value !== undefined && plain(value) === String(matcher);
  if ("absent" in matcher) return value === undefined || value === null || value === "";
  if ("matches" in matcher) return value !== undefined && new RegExp(matcher.matches, "iu").test(plain(value));
  return value !== undefined && plain(value) === matcher[language];
}

export function matcherText(matcher: Matcher, language: Language): string {
  if (typeof matcher !== "object") return `is ${JSON.stringify(matcher)}`;
  if ("absent" in matcher) return "is absent";
  return "matches" in matcher ? `matches /${matcher.matches}/` : `is ${JSON.stringify(matcher[language])}`;
}

/** Whether the words stand in the text; case, accents, spacing and punctuation do not count. */
export function holdsWords(text: string, words: string): boolean {
  return wordsOf(text).includes(wordsOf(words));
}

function wordsOf(text: string): string {
  return foldText(text.replaceAll(/[.,;:!?()"«»]/g, " "));
}

export function plain(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}

/** The value at a dot path with [n] indexes. */
export function valueAtPath(value: unknown, path: string): unknown {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  return keys.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
