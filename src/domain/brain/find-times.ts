import { foldText } from "../language/fold-text.ts";
import type { Language } from "../language/language.ts";
import { type WallTime, minutesPerDay, wallTimeOfMinutes } from "../time/wall-time.ts";

const numberWords: Readonly<Record<Language, readonly string[]>> = {
  fr: (
    "zero une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit " +
    "dix-neuf vingt vingt-et-une vingt-deux vingt-trois"
  ).split(" "),
  en: "zero one two three four five six seven eight nine ten eleven twelve".split(" "),
};

interface TimePattern {
  readonly pattern: RegExp;
  readonly minutes: (match: readonly (string | undefined)[]) => number;
}

const patterns: Readonly<Record<Language, readonly TimePattern[]>> = {
  fr: [
    { pattern: /\bmidi et demie?\b/g, minutes: () => 750 },
    { pattern: /\bmidi\b/g, minutes: () => 720 },
    {
      pattern: /\b(\d{1,2}) ?(?:heures?|h)(?: et (demie?|quart)\b| ?(\d{2})\b)?(?!\w)/g,
      minutes: ([, hour, part, minute]) => Number(hour) * 60 + (quarters[part ?? ""] ?? Number(minute ?? 0)),
    },
    { pattern: /\b(\d{1,2}):(\d{2})\b/g, minutes: ([, hour, minute]) => Number(hour) * 60 + Number(minute) },
  ],
  en: [
    { pattern: /\bnoon\b/g, minutes: () => 720 },
    { pattern: /\bhalf past (\d{1,2})\b/g, minutes: ([, hour]) => Number(hour) * 60 + 30 },
    {
      pattern: /\b(\d{1,2})(?::(\d{2}))? ?([ap])\.?m\b\.?/g,
      minutes: ([, hour, minute, half]) => (Number(hour) % 12) * 60 + Number(minute ?? 0) + (half === "p" ? 720 : 0),
    },
    { pattern: /\b(\d{1,2}) o'clock\b/g, minutes: ([, hour]) => Number(hour) * 60 },
    { pattern: /\b(\d{1,2}):(\d{2})\b/g, minutes: ([, hour, minute]) => Number(hour) * 60 + Number(minute) },
  ],
};

const quarters: Readonly<Record<string, number | undefined>> = { demi: 30, demie: 30, quart: 15 };

/** Times of day a sentence names, as "HH:MM", in the order of the patterns; "two thirty" counts as digits would. */
export function findTimes(text: string, language: Language): readonly WallTime[] {
  const folded = withDigits(foldText(text), language);
  const found = patterns[language].flatMap(({ pattern, minutes }) => [...folded.matchAll(pattern)].map(minutes));
  return [...new Set(found.filter((minute) => minute < minutesPerDay).map(wallTimeOfMinutes))];
}

const units = {
  fr: "(?= (?:heures?|h)\\b)",
  en: "(?= (?:o'clock|[ap]\\.?m\\b|thirty|fifteen))",
} as const satisfies Readonly<Record<Language, string>>;

const numberBeforeUnit: Readonly<Record<Language, RegExp>> = { fr: numberPattern("fr"), en: numberPattern("en") };

function numberPattern(language: Language): RegExp {
  const longestFirst = numberWords[language].toSorted((a, b) => b.length - a.length).join("|");
  return new RegExp(`\\b(${longestFirst})${units[language]}`, "g");
}

function withDigits(folded: string, language: Language): string {
  const words = numberWords[language];
  const digits = folded.replaceAll(numberBeforeUnit[language], (word) => String(words.indexOf(word)));
  return digits.replaceAll(/\b(\d{1,2}) thirty\b/g, "$1:30").replaceAll(/\b(\d{1,2}) fifteen\b/g, "$1:15");
}
