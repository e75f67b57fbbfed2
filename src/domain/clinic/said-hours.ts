import { minutesPerDay, wallTimeOfMinutes } from "../time/wall-time.ts";
import { type HoursToken, everyDay, hoursTokens } from "./hours-words.ts";

type Pairs = readonly (readonly [string, string])[];

/** Pairs of times of each weekday, Monday first; an empty list is a closed day. */
export type SaidWeek = readonly Pairs[];

type SaidTime = Extract<HoursToken, { kind: "time" }>;

interface Part {
  readonly days: number[];
  readonly times: SaidTime[];
  isClosed: boolean;
  isHolidays: boolean;
  isAlways: boolean;
  isRange: boolean;
  isExcept: boolean;
}

function newPart(): Part {
  return { days: [], times: [], isClosed: false, isHolidays: false, isAlways: false, isRange: false, isExcept: false };
}

/** Part by part: days and what holds on them. */
function partsOf(tokens: readonly HoursToken[]): readonly Part[] {
  const parts = [newPart()];
  for (const token of tokens) {
    const current = parts.at(-1) ?? newPart();
    const part = token.kind === "part" || beginsNext(token, current) ? newPart() : current;
    if (part !== current) parts.push(part);
    take(token, part);
  }
  return parts.filter(
    ({ days, times, isAlways, isHolidays }) => [...days, ...times].length > 0 || isAlways || isHolidays,
  );
}

function beginsNext({ kind }: HoursToken, { days, times, ...part }: Part): boolean {
  if (kind !== "days" && kind !== "holidays" && kind !== "closed") return false;
  if (part.isAlways) return days.length > 0;
  return times.length > 0 || (part.isClosed && (days.length > 0 || part.isHolidays));
}

function take(token: HoursToken, part: Part): void {
  if (token.kind === "time") part.times.push(token);
  else if (token.kind === "closed") part.isClosed = true;
  else if (token.kind === "holidays") part.isHolidays = true;
  else if (token.kind === "always") part.isAlways = true;
  else if (token.kind === "to") part.isRange = part.times.length === 0 && part.days.length > 0;
  else if (token.kind === "except") part.isExcept = true;
  else if (token.kind === "days") takeDays(token.days, part);
}

/** "lundi à vendredi", "tous les jours sauf le dimanche". */
function takeDays(days: readonly number[], part: Part): void {
  if (part.isExcept) {
    const rest = part.days.filter((day) => !days.includes(day));
    part.days.splice(0, part.days.length, ...rest);
    return;
  }
  part.days.push(...(part.isRange ? daysUpTo(part.days.at(-1) ?? 0, days[0] ?? 0) : days));
  part.isRange = false;
}

function daysUpTo(first: number, last: number): readonly number[] {
  return Array.from({ length: (last - first + 7) % 7 }, (_, index) => (first + index + 1) % 7);
}

function pairsOf({ times, isAlways }: Part): Pairs | undefined {
  if (isAlways) return [["00:00", "24:00"]];
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index < times.length; index += 2) {
    const pair = pairOf(times[index], times[index + 1]);
    if (pair === undefined) return undefined;
    pairs.push(pair);
  }
  return pairs.length === 0 ? undefined : pairs;
}

const sevenOClock = 7 * 60;

/** "8-5pm" begins in the morning; "1-5pm" after noon. */
function pairOf(opens: SaidTime | undefined, closes: SaidTime | undefined): readonly [string, string] | undefined {
  if (opens === undefined || closes === undefined) return undefined;
  const isAfterNoon = opens.half === null && closes.half === "pm" && opens.minutes < sevenOClock;
  const from = isAfterNoon ? opens.minutes + 720 : opens.minutes;
  const to = closes.minutes === 0 ? minutesPerDay : closes.minutes;
  if (Math.max(from, to) > minutesPerDay) return undefined;
  return [wallTimeOfMinutes(from), wallTimeOfMinutes(to)];
}

/** undefined: it cannot be read; null: it says nothing about the week, such as "PH off". */
function meaningOf(part: Part): { readonly days: readonly number[]; readonly pairs: Pairs } | null | undefined {
  const isOff = part.isClosed && part.times.length === 0;
  if (part.isHolidays && !isOff) return undefined;
  if (part.isHolidays && part.days.length === 0) return null;
  const days = part.days.length === 0 && part.isAlways ? everyDay : part.days;
  const pairs = isOff ? [] : pairsOf(part);
  return pairs === undefined || days.length === 0 ? undefined : { days, pairs };
}

/**
 * Hours as people and registries write them: "du lundi au vendredi de 8h à 18h", "Mon-Fri 8am-5pm", "24/7", and
 * OpenStreetMap's "Mo-Fr 08:00-12:30,14:00-18:00; PH off". A later part that names fewer days overrides. undefined:
 * it cannot be read as hours, or says something that weekly hours cannot hold, such as hours on public holidays.
 */
export function saidHours(text: string): SaidWeek | undefined {
  const week = new Map<number, { readonly among: number; readonly pairs: Pairs }>();
  for (const part of partsOf(hoursTokens(text) ?? [])) {
    const meaning = meaningOf(part);
    if (meaning === null) continue;
    if (meaning === undefined) return undefined;
    const { days, pairs } = meaning;
    if (days.some((day) => (week.get(day)?.among ?? 8) <= days.length)) return undefined;
    for (const day of days) week.set(day, { among: days.length, pairs });
  }
  return week.size === 0 ? undefined : everyDay.map((day) => week.get(day)?.pairs ?? []);
}
