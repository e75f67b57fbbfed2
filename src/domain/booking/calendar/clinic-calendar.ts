import type { Doctor } from "../../clinic/clinic.ts";
import {
  type HoursPeriod,
  type WeeklyHours,
  type Interval,
  hoursOfPeriods,
  periodsOf,
  weekdays,
} from "../../clinic/opening-hours.ts";
import { type WallDate, datesFrom, weekdayNumber } from "../../time/wall-date.ts";
import { type Zone, dateAt, wallSpans } from "../../time/zoned-time.ts";
import { type BookingRules, type HolidayRules, defaultBookingRules } from "../booking-rules.ts";
import type {
  AppointmentType,
  BookingPorts,
  BookingStores,
  CalendarException,
  HolidayCalendar,
  Room,
  Holiday,
} from "../ports.ts";
import { type Span, mergeSpans, subtractSpans } from "../../time/spans.ts";
import { minutesOfWallTime } from "../../time/wall-time.ts";

/** The dates in those years on which the clinic closes for a holiday. */
export async function holidayClosures(
  rules: HolidayRules | null,
  years: readonly number[],
  calendar: HolidayCalendar,
): Promise<ReadonlySet<WallDate>> {
  if (rules === null) return new Set();
  const found = await Promise.all(years.map((year) => calendar.ofYear(rules, year)));
  const kept = found.flat().filter(({ date, rule }) => !rules.openOn.includes(date) && !rules.openOn.includes(rule));
  return new Set(kept.map(({ date }) => date));
}

/** Everything that determines when a clinic's doctors can be booked, except what is already booked. */
export interface ClinicCalendar {
  readonly zone: Zone;
  readonly dates: readonly WallDate[];
  readonly rules: BookingRules;
  readonly doctors: readonly Doctor[];
  readonly clinicHours: WeeklyHours;
  readonly doctorHours: ReadonlyMap<string, WeeklyHours>;
  /** Periods whose hours replace the usual ones. */
  readonly periods: readonly HoursPeriod[];
  readonly exceptions: readonly CalendarException[];
  readonly holidays: ReadonlySet<WallDate>;
  readonly types: readonly AppointmentType[];
  readonly typesOfDoctors: ReadonlyMap<string, readonly string[]>;
  /** Active rooms; null when the clinic has no rooms at all. */
  readonly rooms: readonly string[] | null;
}

/** First and last date, both included. */
export interface DateRange {
  readonly firstDate: WallDate;
  readonly lastDate: WallDate;
}

/** Everything that a calendar is made of. */
interface Parts {
  readonly rules: BookingRules;
  readonly rooms: readonly Room[];
  readonly doctors: readonly Doctor[];
  readonly clinicHours: WeeklyHours;
  readonly doctorHours: ReadonlyMap<string, WeeklyHours>;
  readonly periods: readonly HoursPeriod[];
  readonly exceptions: readonly CalendarException[];
  readonly types: readonly AppointmentType[];
  readonly typesOfDoctors: ReadonlyMap<string, readonly string[]>;
}

/** The calendar of the dates in the range. */
export async function readCalendar(
  range: DateRange,
  stores: BookingStores,
  { clinic, holidays }: Pick<BookingPorts, "clinic" | "holidays">,
): Promise<ClinicCalendar> {
  const parts: Parts = {
    rules: (await stores.rules.find()) ?? defaultBookingRules,
    rooms: await stores.rooms.list(),
    doctors: await stores.doctors.list(),
    clinicHours: await stores.hours.ofClinic(),
    doctorHours: await stores.hours.ofDoctors(),
    periods: await stores.hours.periods(),
    exceptions: await stores.exceptions.between(range.firstDate, range.lastDate),
    types: await stores.types.list(),
    typesOfDoctors: await stores.types.ofDoctors(),
  };
  const key = `${clinic.timezone} ${range.firstDate} ${range.lastDate}`;
  const known = made.get(parts.doctors)?.get(key);
  if (known !== undefined && hasSameParts(known.parts, parts)) return known.calendar;
  const closed = await holidayClosures(parts.rules.holidays, yearsOf(range), holidays);
  const calendar = makeCalendar(parts, range, { zone: clinic.timezone, holidays: closed });
  const ofClinic = made.get(parts.doctors) ?? new Map<string, MadeCalendar>();
  if (ofClinic.size >= MOST_RANGES) ofClinic.clear();
  made.set(parts.doctors, ofClinic.set(key, { parts, calendar }));
  return calendar;
}

interface MadeCalendar {
  readonly parts: Parts;
  readonly calendar: ClinicCalendar;
}

const MOST_RANGES = 100;

/**
 * Caching stores return the same objects until a setting changes, so the same objects make the same calendar, and
 * everything computed from it can be reused. A clinic's calendars live as long as its list of doctors.
 */
const made = new WeakMap<readonly Doctor[], Map<string, MadeCalendar>>();

const PARTS = [
  "rules",
  "rooms",
  "doctors",
  "clinicHours",
  "doctorHours",
  "periods",
  "exceptions",
  "types",
  "typesOfDoctors",
] as const satisfies readonly (keyof Parts)[];

function hasSameParts(known: Parts, parts: Parts): boolean {
  return PARTS.every((part) => known[part] === parts[part]);
}

function makeCalendar(
  { rooms, ...parts }: Parts,
  { firstDate, lastDate }: DateRange,
  place: Pick<ClinicCalendar, "zone" | "holidays">,
): ClinicCalendar {
  return {
    ...parts,
    ...place,
    dates: datesFrom(firstDate, lastDate),
    rooms: rooms.length === 0 ? null : rooms.filter(({ active }) => active).map(({ id }) => id),
  };
}

function yearsOf({ firstDate, lastDate }: DateRange): readonly number[] {
  const first = Number(firstDate.slice(0, 4));
  return Array.from({ length: Number(lastDate.slice(0, 4)) - first + 1 }, (_, index) => first + index);
}

/** Loads what a transaction needs from outside the database (holiday data), so that the transaction never waits. */
export async function warmHolidays({ startsAt }: { readonly startsAt: number }, ports: BookingPorts): Promise<void> {
  const rules = await ports.database.stores.rules.find();
  const holidays = rules?.holidays ?? null;
  if (holidays === null) return;
  const year = Number(dateAt(startsAt, ports.clinic.timezone).slice(0, 4));
  await Promise.all([year - 1, year, year + 1].map((each) => ports.holidays.ofYear(holidays, each)));
}

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
 * When a doctor is available, over all dates of the calendar. Weekly hours (the doctor's, else the clinic's; in both
 * cases those of a period that covers the date, else the usual ones) apply except on public holidays. Closures,
 * absences and extra openings apply in the order in which they were added, so the latest wins: an extra opening added
 * after a closure opens it. An extra opening of the clinic applies to the doctors who keep the clinic's hours, and does
 * not cancel a doctor's absence.
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

/** Ids sort by the time at which they were added. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** When the clinic itself is open, over all dates of the calendar: by the same rules, regardless of its doctors. */
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

/** An extra opening adds the time that was not already open; slots are counted from the start of that time. */
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
