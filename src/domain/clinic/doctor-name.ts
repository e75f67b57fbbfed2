import type { Language, Translated } from "../language/language.ts";
import { spokenCapitals } from "../language/answers/spoken-capitals.ts";
import { AscendiaError } from "../../errors.ts";

/**
 * Titles that a name may begin with in the clinic's list. `feminine` and `masculine` titles are said with their
 * article.
 */
const titles = {
  doctor: /^(?:dr|docteur|doctor|doc)(?:\.|(?=\s))\s*/iu,
  doctorFeminine: /^(?:dre|dresse|docteure|dra|doctora)(?:\.|(?=\s))\s*/iu,
  professor: /^(?:pr|prof|professeur|professor|profesor)(?:\.|(?=\s))\s*/iu,
  professorFeminine: /^(?:pre|professeure|profra|profesora)(?:\.|(?=\s))\s*/iu,
  madam: /^(?:mme|madame|mrs|ms|sra|señora|senora)(?:\.|(?=\s))\s*/iu,
  miss: /^(?:mlle|mademoiselle|miss|srta|señorita|senorita)(?:\.|(?=\s))\s*/iu,
  mister: /^(?:m|mr|monsieur|sr|señor|senor)(?:\.|(?=\s))\s*/iu,
  feminine:
    /^(?=(?:sage-femme|infirmière|pharmacienne|psychologue clinicienne|orthophoniste|diététicienne|sage femme|enfermera|partera|psicóloga|nutrióloga|dentista)\s)/iu,
  masculine:
    /^(?=(?:maïeuticien|infirmier|pharmacien|diététicien|kinésithérapeute|kiné|enfermero|psicólogo|nutriólogo|fisioterapeuta)\s)/iu,
} as const;

interface TitlesInSentence {
  readonly titles: Readonly<Record<keyof typeof titles, string>>;
  /** Said before a name without a title. */
  readonly untitled: string;
  /** Replaces a profession's article before a vowel; null: the article stays. */
  readonly elided: string | null;
}

/** Titles as said within a sentence: "avec la docteure X"; null: as listed. */
const inSentences: Translated<TitlesInSentence | null> = {
  fr: {
    titles: {
      doctor: "le docteur ",
      doctorFeminine: "la docteure ",
      professor: "le professeur ",
      professorFeminine: "la professeure ",
      madam: "madame ",
      miss: "mademoiselle ",
      mister: "monsieur ",
      feminine: "la ",
      masculine: "le ",
    },
    untitled: "le docteur ",
    elided: "l'",
  },
  en: null,
  es: {
    titles: {
      doctor: "el doctor ",
      doctorFeminine: "la doctora ",
      professor: "el profesor ",
      professorFeminine: "la profesora ",
      madam: "la señora ",
      miss: "la señorita ",
      mister: "el señor ",
      feminine: "la ",
      masculine: "el ",
    },
    // "el doctor" would be wrong for half of the doctors. A clinic that lists the titles Dr. or Dra. hears them.
    untitled: "",
    elided: null,
  },
};

/** "Jane Doe, MD" needs no title: the degree says it. */
const withDegree = /,\s*(?:m\.?d|d\.?o|d\.?d\.?s|d\.?m\.?d|n\.?p|p\.?a|r\.?n|ph\.?d)\.?$/iu;

function titleOf(name: string): keyof typeof titles | undefined {
  return titleNames.find((title) => titles[title].test(name));
}

const titleNames = keysOf(titles);

function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  const known = (key: string): key is Key => Object.hasOwn(table, key);
  return Object.keys(table).filter(known);
}

/** Rewrites "DR KOUASSI AMA", which a voice would spell out. "JP Roy" and "Jane Doe, MD" stay. */
function inSmallLetters(name: string): string {
  return name === name.toUpperCase() && !withDegree.test(name) ? spokenCapitals(name) : name;
}

/** A practitioner's name as listed: with its own title, or with "Dr." */
export function doctorName(listed: string): string {
  const name = inSmallLetters(listed);
  return titleOf(name) !== undefined || withDegree.test(name) ? name : `Dr. ${name}`;
}

/** The name within a sentence: with the article that the language and the title require. */
export function doctorInSentence(listed: string, language: Language): string {
  const name = inSmallLetters(listed);
  const spoken = inSentences[language];
  if (spoken === null || withDegree.test(name)) return doctorName(name);
  const title = titleOf(name);
  if (title === undefined) return `${spoken.untitled}${name}`;
  const rest = name.replace(titles[title], "");
  const isWord = title === "feminine" || title === "masculine";
  if (!isWord) return `${spoken.titles[title]}${rest}`;
  const said = `${rest.charAt(0).toLowerCase()}${rest.slice(1)}`;
  const article = spoken.elided !== null && /^[aeiou]/u.test(said) ? spoken.elided : spoken.titles[title];
  return `${article}${said}`;
}

/** Enough for a name of five words. Retell rejects a call's whole answer for one faulty field (docs/retell.md 4.4). */
const MOST_CHARACTERS = 100;

const vowel = /[aeiouyæøœɐɑɒɔəɘɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏ]/u;

/**
 * Reads a pronunciation, with or without the slashes or brackets of dictionaries. @throws invalid when it is not IPA
 */
export function parsePronunciation(text: string): string {
  // Sounds, diacritics, stress, length, syllable and word breaks; IPA has no digits or capitals. Created here because
  // every start loads this file, and V8 takes half a millisecond to compile such a pattern.
  const ipa = /^[\p{Ll}\p{Lo}\p{Lm}\p{M}ˈˌːˑ.‿|‖'’ˀ -]+$/u;
  const inner = /^\s*(?:\/(.*)\/|\[(.*)\])\s*$/u.exec(text);
  const sounds = (inner?.[1] ?? inner?.[2] ?? text).normalize("NFC").trim().replaceAll(/\s+/gu, " ");
  if (ipa.test(sounds) && vowel.test(sounds) && sounds.length <= MOST_CHARACTERS) return sounds;
  throw new AscendiaError("invalid", `--pronunciation: "${text}" is not written in IPA.`, {
    hint: 'Write the sounds of the name in the International Phonetic Alphabet, such as "aˈi.ʃa kɔˈsu" for Aïcha Kossou.',
  });
}

export interface PronouncedWord {
  readonly word: string;
  readonly alphabet: "ipa";
  readonly phoneme: string;
}

/** The whole name, and also the last name alone if each word of the name has its own sounds. */
export function pronouncedName(name: string, pronunciation: string): readonly PronouncedWord[] {
  const words = name.split(" ");
  const sounds = pronunciation.split(" ");
  const whole = pronounced(name, pronunciation);
  const [word, phoneme] = [words.at(-1), sounds.at(-1)];
  if (words.length === 1 || words.length !== sounds.length || word === undefined || phoneme === undefined)
    return [whole];
  return [whole, pronounced(word, phoneme)];
}

function pronounced(word: string, phoneme: string): PronouncedWord {
  return { word, alphabet: "ipa", phoneme };
}
