import { type WallDate, addDays, weekdayNumber } from "../../time/wall-date.ts";

/** Named days: a date of every year, an offset from Easter, or the nth weekday of a month. */
type FeastRule =
  | { readonly month: number; readonly day: number }
  | { readonly fromEaster: number }
  | { readonly month: number; readonly weekday: number; readonly nth: number; readonly plus?: number };

const feasts: Readonly<Record<string, FeastRule>> = {
  christmas: { month: 12, day: 25 },
  "christmas-eve": { month: 12, day: 24 },
  boxing: { month: 12, day: 26 },
  "new-year": { month: 1, day: 1 },
  "new-year-eve": { month: 12, day: 31 },
  "holidays-end": { month: 1, day: 1 },
  epiphany: { month: 1, day: 6 },
  valentine: { month: 2, day: 14 },
  "st-patrick": { month: 3, day: 17 },
  "mardi-gras": { fromEaster: -47 },
  ash: { fromEaster: -46 },
  palm: { fromEaster: -7 },
  "good-friday": { fromEaster: -2 },
  easter: { fromEaster: 0 },
  "easter-monday": { fromEaster: 1 },
  ascension: { fromEaster: 39 },
  pentecost: { fromEaster: 49 },
  "whit-monday": { fromEaster: 50 },
  "st-john": { month: 6, day: 24 },
  canada: { month: 7, day: 1 },
  assumption: { month: 8, day: 15 },
  "all-saints": { month: 11, day: 1 },
  armistice: { month: 11, day: 11 },
  veterans: { month: 11, day: 11 },
  halloween: { month: 10, day: 31 },
  labour: { month: 5, day: 1 },
  mlk: { month: 1, weekday: 1, nth: 3 },
  presidents: { month: 2, weekday: 1, nth: 3 },
  fathers: { month: 6, weekday: 7, nth: 3 },
  memorial: { month: 5, weekday: 1, nth: -1 },
  juneteenth: { month: 6, day: 19 },
  columbus: { month: 10, weekday: 1, nth: 2 },
  thanksgiving: { month: 11, weekday: 4, nth: 4 },
  "black-friday": { month: 11, weekday: 4, nth: 4, plus: 1 },
  "cyber-monday": { month: 11, weekday: 4, nth: 4, plus: 4 },
};

/** Feasts that a country celebrates on another day. */
const nationalFeasts: Readonly<Record<string, Readonly<Record<string, FeastRule>>>> = {
  US: {
    labour: { month: 9, weekday: 1, nth: 1 },
    independence: { month: 7, day: 4 },
    mothers: { month: 5, weekday: 7, nth: 2 },
  },
  CA: {
    labour: { month: 9, weekday: 1, nth: 1 },
    thanksgiving: { month: 10, weekday: 1, nth: 2 },
    patriots: { month: 5, weekday: 1, nth: -1 },
    independence: { month: 7, day: 1 },
    mothers: { month: 5, weekday: 7, nth: 2 },
  },
  BJ: { independence: { month: 8, day: 1 } },
  TG: { independence: { month: 4, day: 27 } },
  CI: { independence: { month: 8, day: 7 } },
  SN: { independence: { month: 4, day: 4 } },
  FR: { independence: { month: 7, day: 14 } },
};

/** The feast's next date, today included; undefined: the country has no such feast. */
export function feastDate(key: string, today: WallDate, country: string | undefined): WallDate | undefined {
  const rule = nationalFeasts[country ?? ""]?.[key] ?? feasts[key];
  if (rule === undefined) return undefined;
  const year = Number(today.slice(0, 4));
  return [year, year + 1].map((each) => feastIn(each, rule, key)).find((date) => date >= today);
}

/** The feast's date within the last two weeks: "the Monday after Thanksgiving" may be said once the feast is over. */
export function feastJustPast(key: string, today: WallDate, country: string | undefined): WallDate | undefined {
  const date = feastDate(key, addDays(today, -14), country);
  return date !== undefined && date < today ? date : undefined;
}

function feastIn(year: number, rule: FeastRule, key: string): WallDate {
  if ("fromEaster" in rule) return addDays(easterOf(year), rule.fromEaster);
  if ("day" in rule) return dateOf(year, rule.month, rule.day);
  const date = nthWeekday({ year, month: rule.month }, rule.weekday, rule.nth);
  // Victoria Day is the last Monday before 25 May.
  const isTooLate = key === "patriots" && Number(date.slice(8)) >= 25;
  return addDays(date, isTooLate ? -7 : (rule.plus ?? 0));
}

interface MonthOf {
  readonly year: number;
  readonly month: number;
}

/** The nth such weekday (ISO number) of a month; -1 means the last. */
export function nthWeekday({ year, month }: MonthOf, weekday: number, nth: number): WallDate {
  if (nth < 0) {
    const last = lastOfMonth(year, month);
    return addDays(last, -((weekdayNumber(last) - weekday + 7) % 7));
  }
  const first = dateOf(year, month, 1);
  return addDays(first, ((weekday - weekdayNumber(first) + 7) % 7) + 7 * (nth - 1));
}

export function lastOfMonth(year: number, month: number): WallDate {
  return addDays(month === 12 ? dateOf(year + 1, 1, 1) : dateOf(year, month + 1, 1), -1);
}

export function dateOf(year: number, month: number, day: number): WallDate {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
function easterOf(year: number): WallDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return dateOf(year, month, ((h + l - 7 * m + 114) % 31) + 1);
}
