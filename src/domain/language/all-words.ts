import type { Translated } from "./language.ts";
import { englishWords } from "./words/en/words.ts";
import { spanishWords } from "./words/es/words.ts";
import { frenchWords } from "./words/fr/words.ts";
import type { LanguageWords } from "./words/language-words.ts";

/** The words of each language. */
export const languageWords: Translated<LanguageWords> = { fr: frenchWords, en: englishWords, es: spanishWords };
