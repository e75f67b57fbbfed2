import type { Doctor } from "./clinic.ts";
import { doctorName } from "./doctor-name.ts";
import { AscendiaError } from "../../errors.ts";
import { foldText } from "../language/fold-text.ts";
import { dayNames, understandHours } from "./understand-hours.ts";
import { type WallTime, minutesOfWallTime, minutesPerDay, wallTimeOfMinutes } from "../time/wall-time.ts";
import { type WallDate, addDays, daysBetween, weekdayNumber } from "../time/wall-date.ts";

/** The weekdays in order; index 0 is Monday (ISO weekday 1). */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export type Weekday = (typeof weekdays)[number];

/** Open from `opens` (included) to `closes` (excluded, may be "24:00"), in the clinic's local time. */
export interface Interval {
  readonly opens: WallTime;
  readonly closes: WallTime;
}

/** Every weekday with its intervals, earliest first, none overlapping; an empty list is a closed day. */
export type WeeklyHours = Readonly<Record<Weekday, readonly Interval[]>>;

/** The structured form of clinic.json and the store: `{mon: [["08:00", "12:30"], …], …}`, closed days left out. */
type WeeklyHoursJson = Partial<Readonly<Record<Weekday, readonly (readonly [string, string])[]>>>;

export const closedAllWeek: WeeklyHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

export interface DayRun {
  readonly first: Weekday;
  readonly last: Weekday;
  readonly intervals: readonly Interval[];
}

/** Adjacent weekdays with the same hours, grouped in week order; closed days are left out. */
export function openDayRuns(hours: WeeklyHours): readonly DayRun[] {
  const runs: DayRun[] = [];
  let previousKey = "";
  for (const day of weekdays) {
    const intervals = hours[day];
    const key = intervals.map(({ opens, closes }) => `${opens}-${closes}`).join(",");
    const last = runs.at(-1);
    if (key !== "" && key === previousKey && last !== undefined) runs[runs.length - 1] = { ...last, last: day };
    if (key !== "" && key !== previousKey) runs.push({ first: day, last: day, intervals });
    previousKey = key;
  }
  return runs;
}

export function hasNoOpenDay(hours: WeeklyHours): boolean {
  return weekdays.every((day) => hours[day].length === 0);
}

/** @throws invalid when the doctor's own hours have no open day: such a doctor could never be booked */
export function assertEverThere(name: string, hours: WeeklyHours): void {
  if (!hasNoOpenDay(hours)) return;
  throw new AscendiaError("invalid", `${doctorName(name)} would have no hours at all.`, {
    hint: "For an absence use closure:add --doctor; a doctor who left is removed with doctor:remove.",
  });
}

const timeHint = 'Write times as "HH:MM" from 00:00 to 24:00, for example "08:00" and "12:30".';

/**
 * One day's intervals from pairs of texts, sorted and normalised to "HH:MM". Messages name the place `where` ("Sat",
 * "hours.mon"). Throws `invalid` on a bad time, a reversed or empty interval, or an overlap.
 */
export function intervalsOf(pairs: readonly (readonly [string, string])[], where: string): readonly Interval[] {
  const spans = pairs.map(([opens, closes]) => spanOf(opens, closes, where)).toSorted((a, b) => a.from - b.from);
  for (const [index, span] of spans.entries()) {
    const next = spans[index + 1];
    if (next !== undefined && next.from < span.to) throw overlapError(where, [span, next]);
  }
  return spans.map(({ from, to }) => ({ opens: wallTimeOfMinutes(from), closes: wallTimeOfMinutes(to) }));
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function spanOf(opens: string, closes: string, where: string): Span {
  const from = minutesOf(opens, where);
  const to = minutesOf(closes, where);
  if (from < to) return { from, to };
  const written = `${wallTimeOfMinutes(from)}-${wallTimeOfMinutes(to)}`;
  throw new AscendiaError("invalid", `Opening hours, ${where}: ${written} ends before it begins or is empty.`, {
    hint: from === minutesPerDay ? timeHint : orderHint(from, to),
  });
}

/** "9-5" means the afternoon; "18:00-08:00" passes midnight. */
function orderHint(from: number, to: number): string {
  const [opens, closes] = [wallTimeOfMinutes(from), wallTimeOfMinutes(to)];
  const isAfternoon = from < 720 && to < 720 && to > 0;
  return isAfternoon
    ? `If the afternoon is meant, write ${opens}-${wallTimeOfMinutes(to + 720)}.`
    : `Swap the two times; hours that go past midnight are two intervals: ${opens}-24:00 on this day and 00:00-${closes} on the next.`;
}

function minutesOf(text: string, where: string): number {
  const minutes = minutesOfWallTime(text);
  if (minutes !== undefined) return minutes;
  throw new AscendiaError("invalid", `Opening hours, ${where}: "${text}" is not a time.`, { hint: timeHint });
}

function overlapError(where: string, [first, second]: readonly [Span, Span]): AscendiaError {
  const text = (span: Span): string => `${wallTimeOfMinutes(span.from)}-${wallTimeOfMinutes(span.to)}`;
  const merged = text({ from: first.from, to: Math.max(first.to, second.to) });
  return new AscendiaError("invalid", `Opening hours, ${where}: ${text(first)} and ${text(second)} overlap.`, {
    hint: `Join them (${merged}) or leave a gap between them.`,
  });
}

const jsonExample = '{"mon": [["08:00", "12:30"], ["14:00", "18:00"]]}';

/**
 * Weekly hours from the structured form of clinic.json and the store. `path` is the value's place ("hours",
 * "doctors[0].hours") and begins every message. Throws `invalid`.
 */
export function openingHoursFromJson(value: unknown, path = "hours"): WeeklyHours {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw jsonProblem(`${path} must be an object of weekdays.`);
  }
  const named = new Map<Weekday, readonly Interval[]>();
  for (const [key, intervals] of Object.entries(value)) {
    const day = weekdays.find((candidate) => candidate === key);
    if (day === undefined) throw jsonProblem(`${path}.${key} is not a weekday; use ${weekdays.join(", ")}.`);
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
  if (!Array.isArray(value)) throw jsonProblem(`${path} must be a list of ["HH:MM", "HH:MM"] pairs.`);
  const pairs = value.map((pair: unknown, index) => pairFromJson(pair, `${path}[${index}]`));
  return intervalsOf(pairs, path);
}

function pairFromJson(value: unknown, path: string): readonly [string, string] {
  const pair: readonly unknown[] = Array.isArray(value) ? Array.from<unknown>(value) : [];
  const [opens, closes, more] = pair;
  if (typeof opens === "string" && typeof closes === "string" && more === undefined) return [opens, closes];
  throw jsonProblem(`${path} must be a pair of times such as ["08:00", "12:30"].`);
}

function jsonProblem(message: string): AscendiaError {
  return new AscendiaError("invalid", message, { hint: `Write for example ${jsonExample}; a day left out is closed.` });
}

const textExample = "Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00";

const closedWords: ReadonlySet<string> = new Set(["closed", "ferme", "fermee", "fermes", "cerrado", "cerrada"]);

const titles: Readonly<Record<Weekday, string>> = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};

/**
 * Weekly hours from text: in the command line's form, or as people and registries write them ("8am-5pm", "24/7", "du
 * lundi au vendredi de 8h à 18h"). Throws `invalid` naming the part and the fix.
 */
export function parseOpeningHours(text: string): WeeklyHours {
  try {
    return parseWeek(text);
  } catch (error) {
    const week = understandHours(text);
    if (week === undefined) throw error;
    const days = weekdays.map((day, index) => [day, intervalsOf(week[index] ?? [], titles[day])] as const);
    return { ...closedAllWeek, ...Object.fromEntries(days) };
  }
}

/**
 * Weekly hours from the command line's form, `Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00`. Day names are in
 * English, French or Spanish. Days that are not named, or are "closed" / "fermé" / "cerrado", are closed. Throws
 * `invalid` naming the part and the fix.
 */
function parseWeek(text: string): WeeklyHours {
  const parts = text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length === 0) throw textProblem("Opening hours: the text is empty.", `Write for example "${textExample}".`);
  if (parts.length === 1 && closedWords.has(foldText(text))) return closedAllWeek;
  const named = new Map<Weekday, readonly Interval[]>();
  for (const part of parts) {
    const { days, intervals } = parsePart(part);
    for (const day of days) {
      if (named.has(day)) {
        throw textProblem(`Opening hours: ${titles[day]} is given twice (again in "${part}").`, "Keep one of the two.");
      }
      named.set(day, intervals);
    }
  }
  return { ...closedAllWeek, ...Object.fromEntries(named) };
}

/** The text form that `parseOpeningHours` reads back to the same hours. */
export function formatOpeningHours(hours: WeeklyHours): string {
  if (hasNoOpenDay(hours)) return "closed";
  return openDayRuns(hours)
    .map(({ first, last, intervals }) => {
      const days = first === last ? titles[first] : `${titles[first]}-${titles[last]}`;
      return `${days} ${intervals.map(({ opens, closes }) => `${opens}-${closes}`).join(",")}`;
    })
    .join("; ");
}

function parsePart(part: string): { readonly days: readonly Weekday[]; readonly intervals: readonly Interval[] } {
  const match = /^(?<days>\p{L}[\p{L}.\s,–-]*?)\s*:?\s+(?<hours>\d.*|\p{L}+)$/u.exec(part);
  const daysText = match?.groups?.["days"];
  const hoursText = match?.groups?.["hours"];
  if (daysText === undefined || hoursText === undefined) {
    throw textProblem(`Opening hours: "${part}" is not days followed by hours.`, `Write for example "${textExample}".`);
  }
  const days = parseDays(daysText, part);
  if (closedWords.has(foldText(hoursText))) return { days, intervals: [] };
  const pairs = hoursText.split(",").map((pair) => parsePair(pair, daysText));
  return { days, intervals: intervalsOf(pairs, daysText) };
}

function parsePair(pair: string, where: string): readonly [string, string] {
  const [opens, closes, more] = pair.trim().split(/\s*[-–]\s*/u);
  if (opens !== undefined && closes !== undefined && more === undefined) return [opens, closes];
  throw textProblem(
    `Opening hours, ${where}: "${pair.trim()}" is not an interval.`,
    'Write the opening and the closing time with a hyphen between them, as in "08:00-12:30".',
  );
}

function parseDays(text: string, part: string): readonly Weekday[] {
  const days = text.split(",").flatMap((piece) => {
    const [first, last, more] = piece.trim().split(/\s*[-–]\s*/u);
    if (first === undefined || more !== undefined) throw unknownDay(piece, part);
    const from = weekdays.indexOf(parseDay(first, part));
    const to = weekdays.indexOf(parseDay(last ?? first, part));
    const length = ((to - from + 7) % 7) + 1;
    return Array.from({ length }, (_, offset) => weekdays[(from + offset) % 7] ?? "mon");
  });
  return days;
}

function parseDay(name: string, part: string): Weekday {
  const folded = foldText(name).replaceAll(".", "");
  const day = weekdays.find((_, index) => dayNames[index]?.includes(folded));
  if (day === undefined) throw unknownDay(name, part);
  return day;
}

function unknownDay(name: string, part: string): AscendiaError {
  return textProblem(
    `Opening hours: "${name.trim()}" in "${part}" is not a day of the week.`,
    "Use Mon Tue Wed Thu Fri Sat Sun, lun mar mer jeu ven sam dim, or lun mar mie jue vie sab dom; a range is Mon-Fri.",
  );
}

function textProblem(message: string, hint: string): AscendiaError {
  return new AscendiaError("invalid", message, { hint });
}

/** Hours that replace the usual ones for a period (a summer, Ramadan) or in every second week. */
export interface HoursPeriod {
  /** Ids sort by the time at which they were added. */
  readonly id: string;
  /** null: the clinic's hours. */
  readonly doctorId: string | null;
  readonly firstDate: WallDate;
  /** Included; null: until the period is removed. */
  readonly lastDate: WallDate | null;
  /** 2: in the week of `firstDate` (Monday to Sunday) and every second one after it. */
  readonly everyWeeks: 1 | 2;
  readonly hours: WeeklyHours;
}

function covers({ firstDate, lastDate, everyWeeks }: HoursPeriod, date: WallDate): boolean {
  if (date < firstDate || (lastDate !== null && lastDate < date)) return false;
  const monday = addDays(firstDate, 1 - weekdayNumber(firstDate));
  return Math.floor(daysBetween(monday, date) / 7) % everyWeeks === 0;
}

/** The hours of the period added last among those that cover the date; undefined if none does. */
export function hoursOfPeriods(date: WallDate, periods: readonly HoursPeriod[]): WeeklyHours | undefined {
  let latest: HoursPeriod | undefined;
  for (const period of periods) if (covers(period, date) && (latest?.id ?? "") < period.id) latest = period;
  return latest?.hours;
}

/** The periods of one doctor, or (null) of the clinic. */
export function periodsOf(doctorId: string | null, periods: readonly HoursPeriod[]): readonly HoursPeriod[] {
  return periods.filter((period) => period.doctorId === doctorId);
}

/**
 * What a text given as a name really is: the answer to another question, or a cell from the wrong column. null: it may
 * be a name.
 */
export function mistakenText(text: string): "an email address" | "a phone number" | "opening hours" | null {
  if (/^\S+@\S+\.\S+$/u.test(text)) return "an email address";
  if (/^\+?[\d\s().-]+$/u.test(text) && text.replaceAll(/\D/gu, "").length >= 7) return "a phone number";
  return /\d/u.test(text) && areHours(text) ? "opening hours" : null;
}

function areHours(text: string): boolean {
  try {
    parseOpeningHours(text);
    return true;
  } catch (error) {
    if (error instanceof AscendiaError) return false;
    throw error;
  }
}

/** A doctor as commands print it and the audit log records it. `hours` undefined: the clinic's hours. */
export function doctorFacts({ id, name, specialty, email, pronunciation }: Doctor, hours: WeeklyHours | undefined) {
  const sounds = pronunciation ?? null;
  return {
    id,
    name,
    pronunciation: sounds,
    specialty,
    email,
    hours: hours === undefined ? null : openingHoursToJson(hours),
  };
}
