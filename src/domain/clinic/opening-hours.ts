import type { WallTime } from "../time/wall-time.ts";

/** In the order of a week as clinics write it; index 0 is Monday (ISO weekday 1). */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export type Weekday = (typeof weekdays)[number];

/** Open from `opens` (included) to `closes` (excluded, may be "24:00"), by the clock on the clinic's wall. */
export interface Interval {
  readonly opens: WallTime;
  readonly closes: WallTime;
}

/** Every weekday with its intervals, earliest first, none overlapping; an empty list is a closed day. */
export type WeeklyHours = Readonly<Record<Weekday, readonly Interval[]>>;

/** The structured form of clinic.json and the store: `{mon: [["08:00", "12:30"], …], …}`, closed days left out. */
export type WeeklyHoursJson = Partial<Readonly<Record<Weekday, readonly (readonly [string, string])[]>>>;

export const closedAllWeek: WeeklyHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

export interface DayRun {
  readonly first: Weekday;
  readonly last: Weekday;
  readonly intervals: readonly Interval[];
}

/** Neighbouring weekdays with the same hours taken together, in week order; closed days are left out. */
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
