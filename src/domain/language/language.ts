/**
 * The languages in which a clinic's calls are answered. A new one is a line here, one in all-words.ts, and the files
 * listed in docs/add-a-language.md.
 */
const facts = {
  fr: { locale: "fr-FR", ownName: "français", englishName: "French", andOthers: "et d'autres", slipsInto: ["en"] },
  en: { locale: "en-US", ownName: "English", englishName: "English", andOthers: "and others", slipsInto: ["fr", "es"] },
  es: { locale: "es-MX", ownName: "español", englishName: "Spanish", andOthers: "y otras", slipsInto: ["en"] },
} as const satisfies Readonly<Record<string, LanguageFacts>>;

interface LanguageFacts {
  /** For Intl. */
  readonly locale: string;
  readonly ownName: string;
  readonly englishName: string;
  /** Follows the first items of a long list. */
  readonly andOthers: string;
  /** Languages whose words its speakers may use, likeliest first. */
  readonly slipsInto: readonly string[];
}

export type Language = keyof typeof facts;

/** One text per language; the type makes all mandatory. */
export type Translated<T = string> = Readonly<Record<Language, T>>;

export const languages: readonly Language[] = Object.keys(facts).filter(isLanguage);

export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(facts, value);
}

/** What a language is called, in itself and in English, and its locale for Intl. */
export function languageFacts(language: Language): LanguageFacts {
  return facts[language];
}

/** Which languages a caller may have slipped into, likeliest first. */
export function otherLanguages(language: Language): readonly Language[] {
  return languageFacts(language).slipsInto.filter(isLanguage);
}

/** The results of `of` for all languages. */
export async function inEachLanguage<T>(of: (language: Language) => Promise<T>): Promise<Translated<T>> {
  const each = new Map(await Promise.all(languages.map(async (language) => [language, await of(language)] as const)));
  return perLanguage((language) => {
    const value = each.get(language);
    if (value === undefined) throw new Error(`Nothing for ${language}.`);
    return value;
  });
}

/** The result of `of` for each language. */
export function perLanguage<T>(of: (language: Language) => T): Translated<T> {
  const each: Readonly<Record<string, T>> = Object.fromEntries(languages.map((language) => [language, of(language)]));
  if (isPerLanguage(each)) return each;
  throw new Error("A language is missing.");
}

function isPerLanguage<T>(each: Readonly<Record<string, T>>): each is Translated<T> {
  return languages.every((language) => Object.hasOwn(each, language));
}

const formats = new Map<string, Intl.ListFormat>();

/** Made on first use: the first format of a process takes 8 ms, which a run that says nothing need not spend. */
function listFormat(language: Language, type: "conjunction" | "disjunction"): Intl.ListFormat {
  const key = `${language} ${type}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.ListFormat(facts[language].locale, { type });
  formats.set(key, format);
  return format;
}

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

/** At most three of the items, then "et d'autres" / "and others"; `which` describes the others. */
export function joinChoices(items: readonly string[], language: Language, which = ""): string {
  if (items.length <= spokenChoices) return joinList(items, language);
  return `${items.slice(0, spokenChoices).join(", ")} ${facts[language].andOthers}${which}`;
}

export interface Sentence {
  readonly text: string;
  readonly language: Language;
  /** Each has its own voice. */
  readonly by: "agent" | "caller";
}

/** Reads sentences aloud. */
export interface SpeechEngine {
  /** Name for display: "espeak-ng", or the model and its host. */
  readonly name: string;
  /** @returns a WAV file with 16-bit samples. @throws not_configured, transient or failed */
  speak(sentence: Sentence): Promise<Uint8Array>;
}
