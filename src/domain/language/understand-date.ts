import { type DayPart, type WallDate, isWallDate } from "../time/wall-date.ts";
import { type WallTime, minutesOfWallTime, wallTimeOfMinutes } from "../time/wall-time.ts";
import { foldText } from "./fold-text.ts";
import type { Language } from "./language.ts";
import { calendarDates, dateWords, otherLanguage, relativeDates, takeDayPart } from "./parse-date.ts";

/** A date that is clear, or why a question must be asked; `candidates` are what may have been meant, earliest first. */
export type UnderstoodDate =
  | { readonly kind: "date"; readonly date: WallDate; readonly dayPart: DayPart | null }
  | {
      readonly kind: "unclear";
      readonly reason: "past" | "ambiguous" | "unparsable";
      readonly candidates: readonly WallDate[];
    };

/**
 * The date in what a caller said or a language model passed on: "2026-03-03", "lundi prochain", "next Tuesday
 * afternoon". `today` is the clinic's. Every word must be understood: what is left over makes it unparsable, two
 * readings make it ambiguous; nothing is guessed.
 */
export function understandDate(
  text: string,
  { today, language }: { readonly today: WallDate; readonly language: Language },
): UnderstoodDate {
  const folded = foldText(text)
    .replaceAll(/[.,;!?]+(?=\s|$)/gu, "")
    .trim();
  if (/^\d{4}-\d{2}-\d{2}/u.test(folded)) return judge(isoDates(folded), null, today);
  const inOwn = understandIn(folded, today, language);
  const isUnparsable = inOwn.kind === "unclear" && inOwn.reason === "unparsable";
  return isUnparsable ? understandIn(folded, today, otherLanguage[language]) : inOwn;
}

function understandIn(folded: string, today: WallDate, language: Language): UnderstoodDate {
  const { rest, dayPart } = takeDayPart(folded, language);
  const said = withoutFillers(withDigits(rest, language), language);
  return judge(relativeDates(said, today, language) ?? calendarDates(said, today, language), dayPart, today);
}

function judge(candidates: readonly WallDate[] | undefined, dayPart: DayPart | null, today: WallDate): UnderstoodDate {
  if (candidates === undefined) return { kind: "unclear", reason: "unparsable", candidates: [] };
  const [date, ...others] = candidates;
  if (date === undefined || others.length > 0) {
    return { kind: "unclear", reason: "ambiguous", candidates: candidates.filter((candidate) => candidate >= today) };
  }
  if (date < today) return { kind: "unclear", reason: "past", candidates: [date] };
  return { kind: "date", date, dayPart };
}

const tensBeforeUnit =
  /\b(dix|vingt|trente|twenty|thirty) (?=(?:deux|trois|quatre|cinq|six|sept|huit|neuf|one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b)/gu;

function isoDates(text: string): readonly WallDate[] | undefined {
  const date = text.slice(0, 10);
  return isWallDate(date) && /^(?:|[t ]\d{2}:\d{2}.*)$/u.test(text.slice(10)) ? [date] : undefined;
}

/** Number words in digits: "vingt-trois", "vingt et un", "the twenty-third", "une semaine", "a week". */
function withDigits(text: string, language: Language): string {
  const joined = text
    .replaceAll(/\b(vingt|trente) et un\b/gu, "$1-et-un")
    .replaceAll(tensBeforeUnit, "$1-")
    .replaceAll(/\b(?:un|une|a|an) (?=jour|semaine|mois|day|week|fortnight|month)/gu, "1 ")
    .replaceAll(/\b(?:a )?couple (?:of )?(?=days|weeks|months)/gu, "2 ");
  const { numbers } = dateWords[language];
  return joined.replaceAll(/\p{L}+(?:-\p{L}+)*/gu, (word) => String(numbers.get(word) ?? word));
}

function withoutFillers(text: string, language: Language): string {
  const { fillers } = dateWords[language];
  return text
    .replaceAll(/\b[dl]'(?!ici\b)/gu, "")
    .split(" ")
    .filter((word) => word !== "" && !fillers.has(word))
    .join(" ");
}

const MIDDAY = /^(?:midi|noon|midday|12 noon)$/;
const OPENING_WORDS = /^(?:a|at|vers|around|about|pour|for) /;
/** A language model passes on ISO texts too. One with an offset is refused: whose clock it shows is not certain. */
const ISO = /^(?:\d{4}-\d{2}-\d{2}[t ])?(\d{1,2}:\d{2}):\d{2}$|^\d{4}-\d{2}-\d{2}[t ](\d{2}:\d{2})$/;

const MINUTES = "(?<minutes>\\d{2}|et demie?|et quart|moins (?:le |un )?quart)";
const HALF = "(?<half>[ap]\\.?m\\.?|du matin|de l'apres[- ]midi|du soir|in the (?:morning|afternoon|evening))";
const SAID = new RegExp(`^(?<hours>\\d{1,2})(?:(?<mark> ?(?:[:.]|h\\b|h(?=\\d)|heures?)) ?| )?${MINUTES}? ?${HALF}?$`);

const QUARTERS: Readonly<Record<string, number>> = { "et demi": 30, "et demie": 30, "et quart": 15 };

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...dateWords.en.numbers,
  ...dateWords.fr.numbers,
  ["une", 1],
  ["quarante", 40],
  ["quarante-cinq", 45],
  ["cinquante", 50],
  ["forty", 40],
  ["forty-five", 45],
  ["fifty", 50],
]);

/**
 * The time of day in what was said or passed on: "14:30", "9 h 30", "neuf heures et demie", "2.30 PM", "midi".
 * undefined when it is none, or could be morning and evening alike ("at 9").
 */
export function understandTime(text: string): WallTime | undefined {
  const said = inDigits(foldText(text).replace(OPENING_WORDS, "").replace(ISO, "$1$2"));
  if (MIDDAY.test(said)) return "12:00";
  const { hours, mark = "", minutes, half } = SAID.exec(said)?.groups ?? {};
  const isClear = half !== undefined || minutes !== undefined || mark.includes("h");
  if (hours === undefined || !isClear) return undefined;
  const hour = half === undefined ? Number(hours) : hourOfHalfDay(Number(hours), half);
  return hour === undefined ? undefined : wallTime(hour, minutesSaid(minutes));
}

function inDigits(folded: string): string {
  return folded.replaceAll(/\p{L}+(?:-\p{L}+)*/gu, (word) => String(NUMBERS.get(word) ?? word));
}

function minutesSaid(said: string | undefined): number {
  if (said?.startsWith("moins") === true) return -15;
  return QUARTERS[said ?? ""] ?? Number(said ?? 0);
}

/** 12 AM is midnight, 12 PM is noon. "15 heures de l'après-midi" says the half twice; "15 PM" is a slip. */
function hourOfHalfDay(hours: number, half: string): number | undefined {
  const isAfternoon = half.startsWith("p") || /midi|soir|afternoon|evening/.test(half);
  const isLetters = /^[ap]/.test(half);
  if (hours > 12 && hours < 24 && isAfternoon && !isLetters) return hours;
  if (hours < 1 || hours > 12) return undefined;
  return (hours % 12) + (isAfternoon ? 12 : 0);
}

/** "Moins le quart" is of the hour before. */
function wallTime(hour: number, minute: number): WallTime | undefined {
  const [hours, rest] = minute < 0 ? [hour - 1, minute + 60] : [hour, minute];
  const minutes = minutesOfWallTime(`${hours}:${String(rest).padStart(2, "0")}`);
  return minutes === undefined ? undefined : wallTimeOfMinutes(minutes);
}
