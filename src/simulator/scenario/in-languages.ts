import { type Language, isLanguage } from "../../domain/language/language.ts";
import type { Scenario } from "./schema.ts";

/** What the texts of a suite are in one language, by their English. */
export interface Sayings {
  readonly language: Language;
  readonly texts: Readonly<Record<string, string>>;
}

/** The scenario in one more language, if every one of its texts is known in it; otherwise as it was. */
export function alsoIn(scenario: Scenario, { language, texts }: Sayings): Scenario {
  if (scenario.languages.includes(language) || missingTexts(scenario, { language, texts }).length > 0) return scenario;
  const { languages, ...spoken } = scenario;
  return { ...withTexts(spoken, { language, texts }), languages: [...languages, language] };
}

/** The English of the texts that are not known in the language. */
export function missingTexts(scenario: Scenario, { language, texts }: Sayings): readonly string[] {
  return textsIn(scenario).flatMap((text) => {
    if (text[language] !== undefined) return [];
    return text.en === undefined || texts[text.en] === undefined ? [text.en ?? Object.values(text).join(" / ")] : [];
  });
}

/** Texts that lack a language the scenario is played in: where, and in which language. */
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
