import type { DayPart } from "../time/day-part.ts";
import type { WallDate } from "../time/wall-date.ts";
import { isWallDate } from "../time/wall-date.ts";
import { calendarDates } from "./calendar-dates.ts";
import { dateWords, otherLanguage } from "./date-words.ts";
import { foldText } from "./fold-text.ts";
import type { Language } from "./language.ts";
import { relativeDates } from "./relative-dates.ts";
import { takeDayPart } from "./spoken-day-part.ts";

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
