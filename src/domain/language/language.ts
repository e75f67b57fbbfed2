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

const formats = new Map<string, Intl.ListFormat>();

/** Made on first use: the first format of a process takes 8 ms, which a start that says nothing need not spend. */
function listFormat(language: Language, type: "conjunction" | "disjunction"): Intl.ListFormat {
  const key = `${language} ${type}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.ListFormat(locales[language], { type });
  formats.set(key, format);
  return format;
}

const andOthers: Readonly<Record<Language, string>> = { fr: "et d'autres", en: "and others" };

/** How many choices the agent reads out at once. */
export const spokenChoices = 3;

/** "A, B et C" / "A, B, and C". */
export function joinList(items: readonly string[], language: Language): string {
  return listFormat(language, "conjunction").format(items);
}

/** "A, B ou C" / "A, B, or C". */
export function joinAlternatives(items: readonly string[], language: Language): string {
  return listFormat(language, "disjunction").format(items);
}

/** At most three of the items, then "et d'autres" / "and others"; `which` says more of the others. */
export function joinChoices(items: readonly string[], language: Language, which = ""): string {
  if (items.length <= spokenChoices) return joinList(items, language);
  return `${items.slice(0, spokenChoices).join(", ")} ${andOthers[language]}${which}`;
}
