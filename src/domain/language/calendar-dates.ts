import type { ParsedResult } from "chrono-node";
import { casual as english } from "chrono-node/en";
import { casual as french } from "chrono-node/fr";
import type { WallDate } from "../time/wall-date.ts";
import { daysBetween, isWallDate, weekdayNumber } from "../time/wall-date.ts";
import type { Language } from "./language.ts";
import type { Candidates } from "./relative-dates.ts";
import { upcoming } from "./relative-dates.ts";

const chrono = { fr: french, en: english } as const;

/** A date without a year that was so many days ago is a slip; longer ago, next year's is meant. */
const slipDays = 183;

/**
 * Dates of the calendar as chrono-node reads them ("mardi 10 mars", "March 3rd 2026", "10/03"). It must have read the
 * whole text; undefined when it has not.
 */
export function calendarDates(text: string, today: WallDate, language: Language): Candidates | undefined {
  const results = chrono[language].parse(
    text,
    { instant: new Date(`${today}T12:00:00Z`), timezone: 0 },
    { forwardDate: true },
  );
  const [first, ...others] = results;
  if (first === undefined) return undefined;
  // Typed as optional, but chrono-node writes null for a date that is no range.
  if (others.length > 0 || (first.end ?? null) !== null) return severalDates(results, today);
  if (first.text !== text.replace(/^in /u, "")) return undefined;
  return slashDates(text, today, language) ?? datesOf(first, today);
}

function severalDates(results: readonly ParsedResult[], today: WallDate): Candidates {
  const dates = results.flatMap((result) => datesOf(result, today));
  return dates.length > 1 ? [...new Set(dates)].toSorted() : [];
}

function datesOf({ start }: ParsedResult, today: WallDate): Candidates {
  if (!start.isCertain("day") && !start.isCertain("weekday")) return [];
  if ([...start.tags()].some((tag) => tag.includes("EndOfPeriod"))) return [];
  const [year, month, day] = [start.get("year"), start.get("month"), start.get("day")];
  if (year === null || month === null || day === null) return [];
  const hasYear = start.isCertain("year") || !start.isCertain("month");
  const date = hasYear ? written(year, month, day) : inComingYear({ month, day }, today);
  const weekday = start.isCertain("weekday") ? start.get("weekday") : null;
  if (weekday === null || weekdayNumber(date) % 7 === weekday) return [date];
  return [date, upcoming((weekday + 6) % 7, today)].toSorted();
}

/** "03/04" is the third of April in French; in English it may be either, so both are asked about. */
function slashDates(text: string, today: WallDate, language: Language): Candidates | undefined {
  const [, first = "", second = "", year] = /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?$/u.exec(text) ?? [];
  if (language === "fr" || first === second || Number(first) > 12 || Number(second) > 12 || first === "") {
    return undefined;
  }
  return [
    [Number(first), Number(second)],
    [Number(second), Number(first)],
  ]
    .map(([month = 0, day = 0]) =>
      year === undefined ? inComingYear({ month, day }, today) : written(Number(year), month, day),
    )
    .toSorted();
}

function inComingYear({ month, day }: { readonly month: number; readonly day: number }, today: WallDate): WallDate {
  const year = Number(today.slice(0, 4));
  const years = [year, year + 1, year + 2, year + 3, year + 4].map((each) => written(each, month, day));
  const coming = years.find((date) => isWallDate(date) && daysBetween(date, today) <= slipDays);
  return coming ?? written(year, month, day);
}

function written(year: number, month: number, day: number): WallDate {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
