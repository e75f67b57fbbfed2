import { type Words, en } from "./en.ts";
import { fr } from "./fr.ts";

/** The languages of the console's own texts. */
const pages = { fr, en } as const;

export type PageLanguage = keyof typeof pages;

export const words: Readonly<Record<PageLanguage, Words>> = pages;

export function isPageLanguage(value: unknown): value is PageLanguage {
  return value === "fr" || value === "en";
}
