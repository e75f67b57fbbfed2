import { AscendiaError } from "../../errors.ts";

/** A name of five words fits; Retell refuses a call's whole answer for one faulty field (docs/retell.md 4.4). */
const MOST_CHARACTERS = 100;

/** Sounds, their marks, stress, length, syllables and words; no digit and no capital is a sound of IPA. */
const ipa = /^[\p{Ll}\p{Lo}\p{Lm}\p{M}ˈˌːˑ.‿|‖'’ˀ -]+$/u;

const vowel = /[aeiouyæøœɐɑɒɔəɘɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏ]/u;

/** Between slashes or brackets, as dictionaries print it, or without. @throws invalid for what is not IPA */
export function parsePronunciation(text: string): string {
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

/** The whole name, and the last name by itself where each word of the name has its sounds. */
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
