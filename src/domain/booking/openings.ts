import { hoursOfPeriods, periodsOf } from "../clinic/hours-period.ts";
import { type Interval, type WeeklyHours, weekdays } from "../clinic/opening-hours.ts";
import { wallSpans } from "../time/day-spans.ts";
import { type Span, mergeSpans, subtractSpans } from "../time/spans.ts";
import { type WallDate, weekdayNumber } from "../time/wall-date.ts";
import { minutesOfWallTime } from "../time/wall-time.ts";
import { type ClinicCalendar } from "./clinic-calendar.ts";
import type { CalendarException } from "./ports.ts";

/** `openings`: where slots are counted from; `open`: what closures leave of them. */
export interface DoctorOpenings {
  readonly openings: readonly Span[];
  readonly open: readonly Span[];
}

/** Whether the doctor follows the clinic's hours, without hours or exceptions of their own. */
export function keepsClinicHours(calendar: ClinicCalendar, doctorId: string): boolean {
  return !keepsOwnHours(calendar, doctorId) && !calendar.exceptions.some((each) => each.doctorId === doctorId);
}

function keepsOwnHours({ doctorHours, periods }: ClinicCalendar, doctorId: string): boolean {
  return doctorHours.has(doctorId) || periods.some((period) => period.doctorId === doctorId);
}

/**
 * When a doctor is available, over all dates of the calendar. Weekly hours (own, else the clinic's; each of a period
 * that covers the date, else the usual ones) apply except on public holidays. Closures, absences and extra openings change them in the order in which they were added, so the
 * latest wins: an extra opening over a closure opens it. An extra opening of the clinic applies to the doctors who keep
 * the clinic's hours, and brings nobody back from an absence.
 */
export function doctorOpenings(calendar: ClinicCalendar, doctorId: string): DoctorOpenings {
  const known = openingsKnown.get(calendar)?.get(doctorId);
  if (known !== undefined) return known;
  const found = findOpenings(calendar, doctorId);
  const ofCalendar = openingsKnown.get(calendar) ?? new Map<string, DoctorOpenings>();
  openingsKnown.set(calendar, ofCalendar.set(doctorId, found));
  return found;
}

const openingsKnown = new WeakMap<ClinicCalendar, Map<string, DoctorOpenings>>();

function findOpenings(calendar: ClinicCalendar, doctorId: string): DoctorOpenings {
  const { holidays, zone } = calendar;
  const days = { weeklyOn: weeklyOf(doctorId, calendar), holidays, zone };
  const isOwn = keepsOwnHours(calendar, doctorId);
  const exceptions = calendar.exceptions
    .filter((exception) => concerns(exception, doctorId, isOwn))
    .toSorted((a, b) => compareTexts(a.id, b.id));
  const byDate = calendar.dates.map((date) => openingsOn(date, exceptions, days));
  return {
    openings: byDate.flatMap(({ openings }) => openings),
    open: mergeSpans(byDate.flatMap(({ open }) => open)),
  };
}

function weeklyOf(
  doctorId: string,
  { doctorHours, clinicHours, periods }: ClinicCalendar,
): (date: WallDate) => WeeklyHours {
  const [own, ofClinic] = [periodsOf(doctorId, periods), periodsOf(null, periods)];
  const usual = doctorHours.get(doctorId);
  return (date) => hoursOfPeriods(date, own) ?? usual ?? hoursOfPeriods(date, ofClinic) ?? clinicHours;
}

/** Ids rise with the time of addition. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** When the clinic itself is open, over all dates of the calendar: by the same rules, whoever of its doctors is there. */
export function clinicOpenings({
  dates,
  zone,
  holidays,
  clinicHours,
  periods,
  exceptions,
}: Pick<ClinicCalendar, "dates" | "zone" | "holidays" | "clinicHours" | "periods" | "exceptions">): readonly Span[] {
  const ofClinic = periodsOf(null, periods);
  const weeklyOn = (date: WallDate): WeeklyHours => hoursOfPeriods(date, ofClinic) ?? clinicHours;
  const own = exceptions.filter(({ doctorId }) => doctorId === null).toSorted((a, b) => compareTexts(a.id, b.id));
  return mergeSpans(dates.flatMap((date) => openingsOn(date, own, { weeklyOn, holidays, zone }).open));
}

function concerns({ kind, doctorId }: CalendarException, wanted: string, hasOwnHours: boolean): boolean {
  return doctorId === wanted || (doctorId === null && (kind === "closed" || !hasOwnHours));
}

/** An extra opening adds the time that was not open, and slots are counted from where that begins. */
function openingsOn(date: WallDate, exceptions: readonly CalendarException[], days: Days): DoctorOpenings {
  let open = mergeSpans(weeklySpans(date, days));
  let openings = open;
  let absent: readonly Span[] = [];
  for (const exception of exceptions) {
    if (date < exception.firstDate || exception.lastDate < date) continue;
    const { kind, doctorId, fromTime, toTime } = exception;
    const spans = mergeSpans(wallSpans(date, days.zone, minutesOf({ opens: fromTime, closes: toTime })));
    if (kind === "closed") {
      open = subtractSpans(open, spans);
      if (doctorId !== null) absent = mergeSpans([...absent, ...spans]);
      continue;
    }
    if (doctorId !== null) absent = subtractSpans(absent, spans);
    const added = subtractSpans(subtractSpans(spans, absent), open);
    openings = [...subtractSpans(openings, added), ...added].toSorted((one, other) => one.from - other.from);
    open = mergeSpans([...open, ...added]);
  }
  return { openings, open };
}

interface Days {
  readonly weeklyOn: (date: WallDate) => WeeklyHours;
  readonly holidays: ReadonlySet<WallDate>;
  readonly zone: string;
}

function weeklySpans(date: WallDate, { weeklyOn, holidays, zone }: Days): readonly Span[] {
  const weekday = weekdays[weekdayNumber(date) - 1];
  if (weekday === undefined || holidays.has(date)) return [];
  return weeklyOn(date)[weekday].flatMap((interval) => wallSpans(date, zone, minutesOf(interval)));
}

/** Minutes since 00:00 at which an interval begins and ends. */
export function minutesOf({ opens, closes }: Interval): readonly [number, number] {
  return [minutesOfWallTime(opens) ?? 0, minutesOfWallTime(closes) ?? 0];
}
