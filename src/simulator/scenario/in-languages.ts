import { type Language, isLanguage } from "../../domain/language/language.ts";
import type { Scenario } from "./schema.ts";

/** Translations of a suite's texts into one language, by the English text. */
export interface Sayings {
  readonly language: Language;
  readonly texts: Readonly<Record<string, string>>;
}

/** The scenario with one more language, if all of its texts have a translation; otherwise unchanged. */
export function alsoIn(scenario: Scenario, { language, texts }: Sayings): Scenario {
  if (scenario.languages.includes(language) || missingTexts(scenario, { language, texts }).length > 0) return scenario;
  const { languages, ...spoken } = scenario;
  return { ...withTexts(spoken, { language, texts }), languages: [...languages, language] };
}

/** The English of the texts that lack a translation into the language. */
export function missingTexts(scenario: Scenario, { language, texts }: Sayings): readonly string[] {
  return textsIn(scenario).flatMap((text) => {
    if (text[language] !== undefined) return [];
    return text.en === undefined || texts[text.en] === undefined ? [text.en ?? Object.values(text).join(" / ")] : [];
  });
}

/** Texts that lack one of the scenario's languages, each with that language. */
export function unsaid(scenario: Scenario): readonly { readonly text: string; readonly language: Language }[] {
  return textsIn(scenario).flatMap((text) =>
    scenario.languages
      .filter((language) => text[language] === undefined)
      .map((language) => ({ text: Object.values(text).join(" / "), language })),
  );
}

type Texts = Readonly<Partial<Record<Language, string>>>;

function isTexts(value: object): value is Texts {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every(isLanguage);
}

function textsIn(value: unknown): readonly Texts[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== "object" || value === null) return [];
  return isTexts(value) ? [value] : Object.values(value).flatMap(textsIn);
}

function withTexts<T>(value: T, sayings: Sayings): T;
function withTexts(value: unknown, sayings: Sayings): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withTexts(item, sayings));
  if (typeof value !== "object" || value === null) return value;
  if (isTexts(value)) return { [sayings.language]: sayings.texts[value.en ?? ""], ...value };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTexts(item, sayings)]));
}
