import { AscendiaError } from "../../errors.ts";
import type { Doctor } from "../clinic/clinic.ts";
import type { WeeklyHours } from "../clinic/opening-hours.ts";
import { type WallDate, datesFrom } from "../time/wall-date.ts";
import type { Zone } from "../time/zoned-time.ts";
import { type BookingRules, type HolidayRules, defaultBookingRules } from "./booking-rules.ts";
import type {
  AppointmentType,
  BookingPorts,
  BookingStores,
  CalendarException,
  Holiday,
  HolidayCalendar,
} from "./ports.ts";

/** Public holidays from the `date-holidays` library; its data is loaded on first use. */
export function publicHolidays(): HolidayCalendar {
  const years = new Map<string, Promise<readonly Holiday[]>>();
  return {
    ofYear: (place, year) => {
      const key = `${place.country} ${place.region ?? ""} ${year}`;
      const known = years.get(key) ?? loadYear(place, year);
      years.set(key, known);
      return known;
    },
  };
}

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

async function loadYear(
  { country, region }: { readonly country: string; readonly region: string | null },
  year: number,
): Promise<readonly Holiday[]> {
  const { default: Holidays } = await import("date-holidays");
  const countries = new Holidays();
  if (!(country in countries.getCountries())) {
    throw new AscendiaError("invalid", `No public holidays are known for country "${country}".`, {
      hint: "Use the ISO code of the country, for example BJ or CA, or leave public holidays off.",
    });
  }
  const regions = Object.keys(countries.getStates(country) ?? {});
  if (region !== null && !regions.includes(region)) {
    throw new AscendiaError("invalid", `No public holidays are known for region "${region}" of ${country}.`, {
      hint: regions.length === 0 ? `Leave the region out: ${country} has none.` : `Use one of ${regions.join(", ")}.`,
    });
  }
  const options = { types: ["public" as const] };
  const holidays = region === null ? new Holidays(country, options) : new Holidays(country, region, options);
  return holidays
    .getHolidays(year)
    .map(({ date, name, rule }) => ({ date: date.slice(0, 10), name, rule }))
    .toSorted((a, b) => a.date.localeCompare(b.date));
}

/** Everything that determines when a clinic's doctors can be booked, except what is already booked. */
export interface ClinicCalendar {
  readonly zone: Zone;
  readonly dates: readonly WallDate[];
  readonly rules: BookingRules;
  readonly doctors: readonly Doctor[];
  readonly clinicHours: WeeklyHours;
  readonly doctorHours: ReadonlyMap<string, WeeklyHours>;
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
