import { type WallDate, addDays, daysBetween, weekdayNumber } from "../time/wall-date.ts";
import type { WeeklyHours } from "./opening-hours.ts";

/** Hours that replace the usual ones for a time (a summer, Ramadan) or in every second week. */
export interface HoursPeriod {
  /** Rises with the time of addition. */
  readonly id: string;
  /** null: the clinic's hours. */
  readonly doctorId: string | null;
  readonly firstDate: WallDate;
  /** Included; null: until it is removed. */
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

/** The hours of the period that covers the date and was added last; undefined where none covers it. */
export function hoursOfPeriods(date: WallDate, periods: readonly HoursPeriod[]): WeeklyHours | undefined {
  let latest: HoursPeriod | undefined;
  for (const period of periods) if (covers(period, date) && (latest?.id ?? "") < period.id) latest = period;
  return latest?.hours;
}

/** Those of one doctor, or of the clinic (null). */
export function periodsOf(doctorId: string | null, periods: readonly HoursPeriod[]): readonly HoursPeriod[] {
  return periods.filter((period) => period.doctorId === doctorId);
}
