/** The languages a clinic is answered in. */
export const languages = ["fr", "en"] as const;

export type Language = (typeof languages)[number];

export function isLanguage(value: unknown): value is Language {
  return value === "fr" || value === "en";
}

/** One text per language; the type makes both mandatory. */
export type Translated<T = string> = Readonly<Record<Language, T>>;
