import { minutesOfWallTime, wallTimeOfMinutes, type WallTime } from "../time/wall-time.ts";
import { dateWords } from "./date-words.ts";
import { foldText } from "./fold-text.ts";

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
