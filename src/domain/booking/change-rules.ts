import { AscendiaError } from "../../errors.ts";
import { todayIn } from "../time/zoned-time.ts";
import type { BookingRules, HolidayRules } from "./booking-rules.ts";
import type { BookingPorts, Holiday } from "./ports.ts";

export interface RulesChange extends Partial<Omit<BookingRules, "holidays">> {
  /** "BJ", "CA/QC", or "off" to keep the usual hours on public holidays. */
  readonly holidays?: string;
  /** Dates or rules of holidays to open on, and those to stop opening on. */
  readonly openOn?: readonly string[];
  readonly closedOn?: readonly string[];
}

/**
 * A clinic that sets a number's limits means them: then no number books past them unless it says so.
 * @throws invalid for a country, region or holiday that does not exist
 */
export async function changeRules(
  before: BookingRules,
  { holidays: place, openOn = [], closedOn = [], ...given }: RulesChange,
  ports: Pick<BookingPorts, "holidays" | "clock" | "clinic">,
): Promise<BookingRules> {
  const setsLimits = given.mostPerDay !== undefined || given.mostUpcoming !== undefined;
  const numbers = setsLimits ? { mostSpread: 0, ...given } : given;
  const base = place === undefined ? before.holidays : holidaysOf(place, before.holidays);
  const asked = [...openOn, ...closedOn];
  if (base === null) {
    if (asked.length > 0) throw notObserved();
    return { ...before, ...numbers, holidays: null };
  }
  const known = await comingHolidays(base, ports);
  for (const holiday of openOn) assertHoliday(holiday, known);
  for (const holiday of closedOn) assertOverruled(holiday, base);
  const kept = [...base.openOn.filter((each) => !asked.includes(each)), ...openOn];
  return { ...before, ...numbers, holidays: { ...base, openOn: kept } };
}

function holidaysOf(place: string, before: HolidayRules | null): HolidayRules | null {
  if (place.toLowerCase() === "off") return null;
  const [country = "", region = null] = place.toUpperCase().split("/");
  const isSame = before?.country === country && before.region === region;
  return { country, region, openOn: isSame ? before.openOn : [] };
}

/** This year and the next two: enough to recognise every rule. */
async function comingHolidays(
  place: HolidayRules,
  { holidays, clock, clinic }: Pick<BookingPorts, "holidays" | "clock" | "clinic">,
): Promise<readonly Holiday[]> {
  const year = Number(todayIn(clinic.timezone, clock).slice(0, 4));
  return (await Promise.all([year, year + 1, year + 2].map((each) => holidays.ofYear(place, each)))).flat();
}

function assertHoliday(wanted: string, known: readonly Holiday[]): void {
  if (known.some(({ date, rule }) => date === wanted || rule === wanted)) return;
  throw new AscendiaError("invalid", `--open-on: "${wanted}" is not a public holiday there.`, {
    hint: "Use its date or its rule as closure:list shows it.",
  });
}

function assertOverruled(wanted: string, { openOn }: HolidayRules): void {
  if (openOn.includes(wanted)) return;
  throw new AscendiaError("invalid", `--closed-on: the clinic is not open on the holiday "${wanted}".`, {
    hint: openOn.length === 0 ? "It is closed on all of them." : `It is open on ${openOn.join(", ")}.`,
  });
}

function notObserved(): AscendiaError {
  return new AscendiaError("usage", "The clinic does not observe public holidays, so there is none to override.", {
    hint: "Set the country too: --holidays BJ",
  });
}
