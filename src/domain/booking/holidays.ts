import { AscendiaError } from "../errors.ts";
import type { WallDate } from "../time/wall-date.ts";
import type { HolidayRules } from "./booking-rules.ts";
import type { Holiday, HolidayCalendar } from "./ports.ts";

/** Public holidays as the `date-holidays` library knows them; its data is loaded when first asked for. */
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

/** The dates of those years on which the clinic is closed for a holiday. */
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
