import { type Interval, weekdays } from "../clinic/opening-hours.ts";
import { type WallDate, weekdayNumber } from "../time/wall-date.ts";
import { defaultBookingRules } from "./booking-rules.ts";
import type { DateRange } from "./clinic-calendar.ts";
import type { BookingPorts, CalendarException, Holiday } from "./ports.ts";

export interface ClosuresAndHolidays {
  readonly exceptions: readonly CalendarException[];
  /** null: the clinic keeps its hours on public holidays. */
  readonly holidays: readonly HolidayEffect[] | null;
}

/** Everything that makes the dates of the range differ from the weekly hours. */
export async function closuresAndHolidays(range: DateRange, ports: BookingPorts): Promise<ClosuresAndHolidays> {
  const { stores } = ports.database;
  const exceptions = await stores.exceptions.between(range.firstDate, range.lastDate);
  return { exceptions, holidays: await holidayEffects(range, ports) };
}

/** A public holiday and the clinic's weekly hours that it overrides. */
export interface HolidayEffect extends Holiday {
  /** false: the clinic opted out of the holiday and keeps its hours. */
  readonly closes: boolean;
  readonly hours: readonly Interval[];
}

async function holidayEffects(
  { firstDate, lastDate }: DateRange,
  { clinic, database, holidays }: BookingPorts,
): Promise<readonly HolidayEffect[] | null> {
  const rules = ((await database.stores.rules.find()) ?? defaultBookingRules).holidays;
  if (rules === null) return null;
  const hours = await database.stores.hours.ofClinic();
  const { language } = clinic;
  const years = await Promise.all(
    yearsBetween(firstDate, lastDate).map((year) => holidays.ofYear(rules, year, language)),
  );
  return years
    .flat()
    .filter(({ date }) => firstDate <= date && date <= lastDate)
    .map(({ date, name, rule }) => ({
      date,
      name,
      rule,
      closes: !rules.openOn.includes(date) && !rules.openOn.includes(rule),
      hours: hours[weekdays[weekdayNumber(date) - 1] ?? "mon"],
    }));
}

function yearsBetween(firstDate: WallDate, lastDate: WallDate): readonly number[] {
  const first = Number(firstDate.slice(0, 4));
  return Array.from({ length: Number(lastDate.slice(0, 4)) - first + 1 }, (_, index) => first + index);
}
