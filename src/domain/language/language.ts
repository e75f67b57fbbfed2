/** The languages a clinic is answered in. */
export const languages = ["fr", "en"] as const;

export type Language = (typeof languages)[number];

export function isLanguage(value: unknown): value is Language {
  return value === "fr" || value === "en";
}

/** One text per language; the type makes both mandatory. */
export type Translated<T = string> = Readonly<Record<Language, T>>;

/** The same of every language. */
export async function inEachLanguage<T>(of: (language: Language) => Promise<T>): Promise<Translated<T>> {
  return { fr: await of("fr"), en: await of("en") };
}

const locales: Readonly<Record<Language, string>> = { fr: "fr-FR", en: "en-US" };

const formats: Readonly<Record<"conjunction" | "disjunction", Readonly<Record<Language, Intl.ListFormat>>>> = {
  conjunction: {
    fr: new Intl.ListFormat(locales.fr, { type: "conjunction" }),
    en: new Intl.ListFormat(locales.en, { type: "conjunction" }),
  },
  disjunction: {
    fr: new Intl.ListFormat(locales.fr, { type: "disjunction" }),
    en: new Intl.ListFormat(locales.en, { type: "disjunction" }),
  },
};

const andOthers: Readonly<Record<Language, string>> = { fr: "et d'autres", en: "and others" };

/** How many choices the agent reads out at once. */
export const spokenChoices = 3;

/** "A, B et C" / "A, B, and C". */
export function joinList(items: readonly string[], language: Language): string {
  return formats.conjunction[language].format(items);
}

/** "A, B ou C" / "A, B, or C". */
export function joinAlternatives(items: readonly string[], language: Language): string {
  return formats.disjunction[language].format(items);
}

/** At most three of the items, then "et d'autres" / "and others"; `which` says more of the others. */
export function joinChoices(items: readonly string[], language: Language, which = ""): string {
  if (items.length <= spokenChoices) return joinList(items, language);
  return `${items.slice(0, spokenChoices).join(", ")} ${andOthers[language]}${which}`;
}
