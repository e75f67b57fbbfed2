import type { Doctor } from "../clinic/clinic.ts";
import type { HoursPeriod } from "../clinic/hours-period.ts";
import type { WeeklyHours } from "../clinic/opening-hours.ts";
import { type WallDate, datesFrom } from "../time/wall-date.ts";
import { type Zone, dateAt } from "../time/zoned-time.ts";
import { type BookingRules, type HolidayRules, defaultBookingRules } from "./booking-rules.ts";
import type {
  AppointmentType,
  BookingPorts,
  BookingStores,
  CalendarException,
  HolidayCalendar,
  Room,
} from "./ports.ts";

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
 * Stores that remember settings return the same objects until a setting is changed; a calendar made of the same objects
 * is the same calendar, and so is all that is known by it. One clinic's are kept for as long as its doctors are.
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
