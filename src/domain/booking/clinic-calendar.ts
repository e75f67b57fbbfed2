import type { Doctor } from "../clinic/clinic.ts";
import type { HoursPeriod } from "../clinic/hours-period.ts";
import type { WeeklyHours } from "../clinic/opening-hours.ts";
import { type WallDate, datesFrom } from "../time/wall-date.ts";
import { type Zone, dateAt } from "../time/zoned-time.ts";
import { type BookingRules, type HolidayRules, defaultBookingRules } from "./booking-rules.ts";
import type { AppointmentType, BookingPorts, BookingStores, CalendarException, HolidayCalendar } from "./ports.ts";

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
  /** Hours that replace these for a time. */
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

/** The calendar of the dates in the range. */
export async function readCalendar(
  { firstDate, lastDate }: DateRange,
  stores: BookingStores,
  { clinic, holidays }: Pick<BookingPorts, "clinic" | "holidays">,
): Promise<ClinicCalendar> {
  const rules = (await stores.rules.find()) ?? defaultBookingRules;
  const rooms = await stores.rooms.list();
  return {
    zone: clinic.timezone,
    dates: datesFrom(firstDate, lastDate),
    rules,
    doctors: await stores.doctors.list(),
    clinicHours: await stores.hours.ofClinic(),
    doctorHours: await stores.hours.ofDoctors(),
    periods: await stores.hours.periods(),
    exceptions: await stores.exceptions.between(firstDate, lastDate),
    holidays: await holidayClosures(rules.holidays, yearsOf({ firstDate, lastDate }), holidays),
    types: await stores.types.list(),
    typesOfDoctors: await stores.types.ofDoctors(),
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
