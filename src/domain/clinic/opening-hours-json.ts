import { AscendiaError } from "../errors.ts";
import { intervalsOf } from "./opening-hours-intervals.ts";
import type { Interval, Weekday, WeeklyHours, WeeklyHoursJson } from "./opening-hours.ts";
import { closedAllWeek, weekdays } from "./opening-hours.ts";

const example = '{"mon": [["08:00", "12:30"], ["14:00", "18:00"]]}';

/**
 * Weekly hours from the structured form of clinic.json and the store. `path` is where the value stands ("hours",
 * "doctors[0].hours") and leads every message. Throws `invalid`.
 */
export function openingHoursFromJson(value: unknown, path = "hours"): WeeklyHours {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw problem(`${path} must be an object of weekdays.`);
  }
  const named = new Map<Weekday, readonly Interval[]>();
  for (const [key, intervals] of Object.entries(value)) {
    const day = weekdays.find((candidate) => candidate === key);
    if (day === undefined) throw problem(`${path}.${key} is not a weekday; use ${weekdays.join(", ")}.`);
    named.set(day, dayFromJson(intervals, `${path}.${key}`));
  }
  return { ...closedAllWeek, ...Object.fromEntries(named) };
}

/** The structured form; closed days are left out. */
export function openingHoursToJson(hours: WeeklyHours): WeeklyHoursJson {
  return Object.fromEntries(
    weekdays
      .filter((day) => hours[day].length > 0)
      .map((day) => [day, hours[day].map(({ opens, closes }) => [opens, closes] as const)]),
  );
}

function dayFromJson(value: unknown, path: string): readonly Interval[] {
  if (!Array.isArray(value)) throw problem(`${path} must be a list of ["HH:MM", "HH:MM"] pairs.`);
  const pairs = value.map((pair: unknown, index) => pairFromJson(pair, `${path}[${index}]`));
  return intervalsOf(pairs, path);
}

function pairFromJson(value: unknown, path: string): readonly [string, string] {
  const pair: readonly unknown[] = Array.isArray(value) ? Array.from<unknown>(value) : [];
  const [opens, closes, more] = pair;
  if (typeof opens === "string" && typeof closes === "string" && more === undefined) return [opens, closes];
  throw problem(`${path} must be a pair of times such as ["08:00", "12:30"].`);
}

function problem(message: string): AscendiaError {
  return new AscendiaError("invalid", message, { hint: `Write for example ${example}; a day left out is closed.` });
}
