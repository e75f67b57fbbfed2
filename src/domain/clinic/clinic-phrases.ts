import type { Language, Translated } from "../language/language.ts";

/** A text that a clinic words itself, in one of its languages. */
export interface ClinicPhrase {
  readonly language: Language;
  /** `greeting`: what a flow says as `{{phrase_greeting}}`. */
  readonly key: string;
  readonly text: string;
}

/** Of one clinic. */
export interface ClinicPhraseStore {
  list(): Promise<readonly ClinicPhrase[]>;
  save(phrase: ClinicPhrase): Promise<void>;
  remove(phrase: Pick<ClinicPhrase, "language" | "key">): Promise<void>;
}

/** The texts of each language by key. */
export function phrasesByLanguage(
  phrases: readonly ClinicPhrase[],
): Partial<Translated<Readonly<Record<string, string>>>> {
  const byLanguage: Partial<Record<Language, Record<string, string>>> = {};
  for (const { language, key, text } of phrases) byLanguage[language] = { ...byLanguage[language], [key]: text };
  return byLanguage;
}
