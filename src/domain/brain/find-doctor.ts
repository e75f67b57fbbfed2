import * as z from "zod";
import { foldText } from "../language/fold-text.ts";
import { editDistance } from "../time/closest-text.ts";

export interface HeardDoctor {
  readonly name: string;
  readonly id: string;
}

const idMap = z.record(z.string(), z.string());
const titles = new Set(["dr", "docteur", "doctor", "docteure", "prof", "professeur", "professor", "mme", "m"]);
const titled = /\b(?:dr|docteure?|doctor|prof(?:esseur|essor)?)\b/;
/** Letters a surname may differ by and still be the same name misheard. */
const MISHEARD_EDITS = 1;
const MISHEARD_FROM_LENGTH = 5;

/** The doctors the call was given, from the `doctor_id_map` variable. */
export function doctorsOffered(variables: Readonly<Record<string, string>>): readonly HeardDoctor[] {
  const parsed = idMap.safeParse(jsonOrNull(variables["doctor_id_map"] ?? ""));
  return parsed.success ? Object.entries(parsed.data).map(([name, id]) => ({ name, id })) : [];
}

/** The one doctor a sentence names, in full or by surname, as heard; undefined when it is none or could be two. */
export function findDoctor(text: string, doctors: readonly HeardDoctor[]): HeardDoctor | undefined {
  const heard = { words: nameWords(text), titled: titled.test(foldText(text)) };
  const byName = doctors.map((doctor) => ({ doctor, matched: matchedWords(nameWords(doctor.name), heard) }));
  const most = Math.max(0, ...byName.map(({ matched }) => matched));
  const best = byName.filter(({ matched }) => matched === most && matched > 0);
  return best.length === 1 ? best[0]?.doctor : undefined;
}

export function nameWords(text: string): readonly string[] {
  return (foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !titles.has(word));
}

interface HeardWords {
  readonly words: readonly string[];
  /** Somebody was called doctor. */
  readonly titled: boolean;
}

/** How many words of the name were heard, half as much of one misheard; a first name alone counts only of somebody called doctor. */
function matchedWords(name: readonly string[], heard: HeardWords): number {
  const matched = name.filter((word) => heard.words.some((other) => soundsLike(word, other)));
  const surname = name.at(-1);
  const exact = matched.filter((word) => heard.words.includes(word)).length;
  return heard.titled || matched.some((word) => word === surname) ? exact + (matched.length - exact) / 2 : 0;
}

function soundsLike(word: string, other: string): boolean {
  if (word === other) return true;
  return word.length >= MISHEARD_FROM_LENGTH && word[0] === other[0] && editDistance(word, other) <= MISHEARD_EDITS;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
