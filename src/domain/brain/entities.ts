import { kept } from "../language/kept.ts";
import type { Language } from "../language/language.ts";
import { languages } from "../language/language.ts";
import type { WallDate } from "../time/wall-date.ts";
import { findDates } from "./find-dates.ts";
import { findTimes } from "./find-times.ts";

/** Any day will do to see whether a text names a date. */
const anyDay: WallDate = "2026-01-05";
const phoneLike = /\+?\d[\d .()-]{6,}\d/g;
// Fleets of the kind that prove something have doctors such as "Awa12 Test12".
const doctorTitle = /\b(?:docteure?|doctor|dr)\b\.?(?: (?:\p{L}\.|\p{Lu}[\p{L}\p{M}\p{N}'’-]*))*/giu;
const properName = /\p{Lu}[\p{Ll}\p{M}\p{N}'’-]+(?: \p{Lu}[\p{Ll}\p{M}\p{N}'’-]+)+/gu;

/** What condition texts call the things that callers say; the caller's "mardi" is the condition's "a date". */
const notions: Readonly<Record<string, RegExp>> = {
  "⟨date⟩": /\b(?:dates?|days?|jours?)\b/i,
  "⟨time⟩": /\b(?:times?|hours?|heures?|horaire|slots?|cr[ée]neaux?)\b/i,
  "⟨phone⟩": /\b(?:phone|telephone|t[ée]l[ée]phone|num[ée]ro)\b/i,
  "⟨doctor⟩": /\b(?:doctors?|docteurs?|m[ée]decins?|physicians?)\b/i,
  "⟨name⟩": /\b(?:names?|noms?)\b/i,
};

const maskedTexts = kept<string>(5_000);

/** A sentence with its dates, times, numbers and names replaced by what they are, so that "mardi" resembles "lundi". */
export function maskEntities(text: string): string {
  return maskedTexts(text, () => masking(text));
}

function masking(text: string): string {
  const named = text
    .replaceAll(phoneLike, " ⟨phone⟩ ")
    .replaceAll(doctorTitle, " ⟨doctor⟩ ")
    .replaceAll(properName, " ⟨name⟩ ");
  return languages.reduce((masked, language) => maskTimes(maskDates(masked, language), language), named);
}

/** A condition text with the signs of the notions it mentions. */
export function withNotions(condition: string): string {
  const signs = Object.keys(notions).filter((sign) => notions[sign]?.test(condition));
  return [condition, ...signs].join(" ");
}

function maskDates(text: string, language: Language): string {
  return findDates(text, language, anyDay).reduce((masked, found) => masked.replace(found.text, " ⟨date⟩ "), text);
}

function maskTimes(text: string, language: Language): string {
  return findTimes(text, language).length === 0 ? text : `${text} ⟨time⟩`;
}
