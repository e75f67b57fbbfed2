import { weekdays } from "../clinic/opening-hours.ts";
import type { Interval, WeeklyHours } from "../clinic/opening-hours.ts";
import { wallSpans } from "../time/day-segments.ts";
import type { Span } from "../time/spans.ts";
import { mergeSpans, subtractSpans } from "../time/spans.ts";
import type { WallDate } from "../time/wall-date.ts";
import { weekdayNumber } from "../time/wall-date.ts";
import { minutesOfWallTime } from "../time/wall-time.ts";
import type { ClinicCalendar } from "./clinic-calendar.ts";
import type { CalendarException } from "./records.ts";

/** `openings` before closures, which slots are counted from, and `open`, what closures leave of them. */
export interface DoctorOpenings {
  readonly openings: readonly Span[];
  readonly open: readonly Span[];
}

/** Whether nothing sets the doctor apart from the clinic: then the openings are those of any such doctor. */
export function keepsClinicHours({ doctorHours, exceptions }: ClinicCalendar, doctorId: string): boolean {
  return !doctorHours.has(doctorId) && !exceptions.some((exception) => exception.doctorId === doctorId);
}

/**
 * When a doctor is there, over all dates of the calendar. Weekly hours (own, else the clinic's) hold except on public
 * holidays; extra openings add to them, also on holidays; closures and absences beat everything. An extra opening of
 * the clinic is one for the doctors who keep the clinic's hours.
 */
export function doctorOpenings(calendar: ClinicCalendar, doctorId: string): DoctorOpenings {
  const ownHours = calendar.doctorHours.get(doctorId);
  const days = { weekly: ownHours ?? calendar.clinicHours, holidays: calendar.holidays, zone: calendar.zone };
  const concerning = calendar.exceptions.filter((exception) => concerns(exception, doctorId, ownHours !== undefined));
  const extra = concerning.filter(({ kind }) => kind === "open");
  const closed = concerning.filter(({ kind }) => kind === "closed");
  const openings = calendar.dates.flatMap((date) =>
    mergeSpans([...weeklySpans(date, days), ...exceptionSpans(date, extra, calendar.zone)]),
  );
  const closures = calendar.dates.flatMap((date) => exceptionSpans(date, closed, calendar.zone));
  return { openings, open: subtractSpans(mergeSpans(openings), mergeSpans(closures)) };
}

function concerns({ kind, doctorId }: CalendarException, wanted: string, hasOwnHours: boolean): boolean {
  return doctorId === wanted || (doctorId === null && (kind === "closed" || !hasOwnHours));
}

interface Days {
  readonly weekly: WeeklyHours;
  readonly holidays: ReadonlySet<WallDate>;
  readonly zone: string;
}

function weeklySpans(date: WallDate, { weekly, holidays, zone }: Days): readonly Span[] {
  const weekday = weekdays[weekdayNumber(date) - 1];
  if (weekday === undefined || holidays.has(date)) return [];
  return weekly[weekday].flatMap((interval) => wallSpans(date, zone, minutesOf(interval)));
}

function exceptionSpans(date: WallDate, exceptions: readonly CalendarException[], zone: string): readonly Span[] {
  return exceptions
    .filter(({ firstDate, lastDate }) => firstDate <= date && date <= lastDate)
    .flatMap(({ fromTime, toTime }) => wallSpans(date, zone, minutesOf({ opens: fromTime, closes: toTime })));
}

function minutesOf({ opens, closes }: Interval): readonly [number, number] {
  return [minutesOfWallTime(opens) ?? 0, minutesOfWallTime(closes) ?? 0];
}
