import { DAY_MS } from "../../clock.ts";
import { boundedCache } from "../bounded-cache.ts";
import { minutesPerDay } from "./wall-time.ts";

/** A calendar date without a zone, "YYYY-MM-DD"; sorts and compares as text. */
export type WallDate = string;

const wallDatePattern = /^\d{4}-\d{2}-\d{2}$/;

/** No appointments are made after it. Loops over dates must end, so "9999-12-31" does not count as a date. */
const LAST_YEAR = 2199;

/** Whether the text is an existing date, written "YYYY-MM-DD", not after the last year. */
export function isWallDate(text: string): boolean {
  if (!wallDatePattern.test(text)) return false;
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  const utc = new Date(Date.UTC(year, month - 1, day));
  return utc.getUTCMonth() === month - 1 && utc.getUTCDate() === day && year > 0 && year <= LAST_YEAR;
}

/** A date has no clock changes, so days can be added in UTC; a slot search does so thousands of times. */
export function addDays(date: WallDate, days: number): WallDate {
  return dates(`${date} ${days}`, () => new Date(utcDay(date) + days * DAY_MS).toISOString().slice(0, 10));
}

/** A search over all bookable dates asks for the same few hundred repeatedly. */
const dates = boundedCache<WallDate>(5_000);

function utcDay(date: WallDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekdayNumber(date: WallDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** Days from the first to the second date; negative when the second is earlier. */
export function daysBetween(from: WallDate, to: WallDate): number {
  return (utcDay(to) - utcDay(from)) / DAY_MS;
}

/** Every date from `from` to `to`, both included; empty if `to` is earlier. */
export function datesFrom(from: WallDate, to: WallDate): readonly WallDate[] {
  const length = Math.max(0, daysBetween(from, to) + 1);
  return Array.from({ length }, (_, days) => addDays(from, days));
}

export const dayParts = ["morning", "afternoon", "evening"] as const;

export type DayPart = (typeof dayParts)[number];

/**
 * From minute (included) to minute (excluded) of the day. Evening overlaps afternoon: people use both words for 17:00.
 */
export const dayPartMinutes: Readonly<Record<DayPart, readonly [number, number]>> = {
  morning: [0, 12 * 60],
  afternoon: [12 * 60, 18 * 60],
  evening: [17 * 60, minutesPerDay],
};
