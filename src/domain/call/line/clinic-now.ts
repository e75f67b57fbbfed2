import { clinicOpenings, holidayClosures } from "../../booking/calendar/clinic-calendar.ts";
import { publicHolidays } from "../../booking/calendar/public-holidays.ts";
import { type HolidayRules, defaultBookingRules } from "../../booking/booking-rules.ts";
import type { BookingRulesStore, CalendarException, CalendarExceptionStore } from "../../booking/ports.ts";
import type { HoursPeriod, WeeklyHours } from "../../clinic/opening-hours.ts";
import type { OpeningHoursStore } from "../../clinic/ports.ts";
import { type Language, type Translated, joinList } from "../../language/language.ts";
import { spokenDate, spokenTimeAt } from "../../language/dates/spoken-date.ts";
import { type Span, mergeSpans } from "../../time/spans.ts";
import { type WallDate, addDays, datesFrom } from "../../time/wall-date.ts";
import { type Zone, dateAt, startOfDay } from "../../time/zoned-time.ts";

/** How many days ahead closures and public holidays are announced, today included. */
const DAYS = 14;

/** Everything that makes the coming days differ from the weekly hours. */
export interface SpecialDays {
  readonly exceptions: readonly CalendarException[];
  /** Public holidays on which the clinic closes. */
  readonly holidays: ReadonlySet<WallDate>;
  /** Periods whose hours replace the usual ones. */
  readonly periods: readonly HoursPeriod[];
}

export const noSpecialDays: SpecialDays = { exceptions: [], holidays: new Set(), periods: [] };

export interface SpecialDayStores {
  readonly exceptions: Pick<CalendarExceptionStore, "between">;
  readonly rules: Pick<BookingRulesStore, "find">;
  readonly hours: Pick<OpeningHoursStore, "periods">;
}

const publicHolidayCalendar = publicHolidays();

/** The days for which special days are announced: the first and the last. */
export function announcedDays(today: WallDate): readonly [WallDate, WallDate] {
  return [today, addDays(today, DAYS)];
}

export async function readSpecialDays(today: WallDate, stores: SpecialDayStores): Promise<SpecialDays> {
  return specialDaysOf(today, {
    holidays: (await stores.rules.find())?.holidays,
    exceptions: await stores.exceptions.between(...announcedDays(today)),
    periods: await stores.hours.periods(),
  });
}

/** What is stored about special days; undefined rules: the usual ones. */
export interface StoredSpecialDays extends Pick<SpecialDays, "exceptions" | "periods"> {
  readonly holidays: HolidayRules | null | undefined;
}

export async function specialDaysOf(
  today: WallDate,
  { holidays = defaultBookingRules.holidays, exceptions, periods }: StoredSpecialDays,
): Promise<SpecialDays> {
  const years = [...new Set(announcedDays(today).map((date) => Number(date.slice(0, 4))))];
  return { exceptions, periods, holidays: await holidayClosures(holidays, years, publicHolidayCalendar) };
}

/** The clinic's weekly hours and all exceptions to them. */
export interface ClinicWeeks extends SpecialDays {
  readonly hours: WeeklyHours;
  readonly zone: Zone;
}

export interface ClinicNow {
  readonly isOpen: boolean;
  /** In words: until when it is open, or when it opens next. */
  readonly said: string;
  /** In words: the days of the next two weeks that differ from the weekly hours. */
  readonly closures: string;
  /** When one of these values stops being true. */
  readonly changesAt: number;
}

/** Whether the clinic is open at the instant, and what changes in the two weeks after it. */
export function clinicNow(weeks: ClinicWeeks, now: number, language: Language): ClinicNow {
  const today = dateAt(now, weeks.zone);
  const dates = datesFrom(today, addDays(today, DAYS));
  const { present, next } = openingsAround(now, dates, weeks);
  const midnight = startOfDay(addDays(today, 1), weeks.zone);
  return {
    isOpen: present !== undefined,
    said: openingSaid({ present, next, today }, weeks.zone, language),
    closures: closuresSaid(dates.slice(0, DAYS), weeks, language),
    changesAt: Math.min(midnight, present?.to ?? midnight, next?.from ?? midnight),
  };
}

/** Day by day until the next opening is known: it is tomorrow's at most clinics. */
function openingsAround(
  now: number,
  dates: readonly WallDate[],
  weeks: ClinicWeeks,
): Readonly<Record<"present" | "next", Span | undefined>> {
  let spans: readonly Span[] = [];
  let next: Span | undefined;
  for (const date of dates) {
    spans = mergeSpans([...spans, ...clinicOpenings({ ...weeks, dates: [date], clinicHours: weeks.hours })]);
    next = spans.find(({ from }) => from > now);
    if (next !== undefined) break;
  }
  return { present: spans.find(({ from, to }) => from <= now && now < to), next };
}

interface Words {
  readonly openUntil: (time: string) => string;
  readonly opens: (day: string, time: string) => string;
  readonly closed: string;
  readonly today: string;
  readonly tomorrow: string;
  readonly onDate: (date: string) => string;
  readonly closedOn: (day: string) => string;
  readonly closedBetween: (first: string, last: string) => string;
  readonly openOn: (day: string, times: string) => string;
  readonly fromTo: (from: string, to: string) => string;
  readonly holiday: string;
  readonly none: string;
}

const words: Translated<Words> = {
  fr: {
    openUntil: (time) => `ouverte en ce moment, jusqu'à ${time}`,
    opens: (day, time) => `fermée en ce moment, elle ouvre ${day} à ${time}`,
    closed: "fermée en ce moment",
    today: "aujourd'hui",
    tomorrow: "demain",
    onDate: (date) => `le ${date}`,
    closedOn: (day) => `fermée le ${day}`,
    closedBetween: (first, last) => `fermée du ${first} au ${last} inclus`,
    openOn: (day, times) => `ouverte le ${day} seulement ${times}`,
    fromTo: (from, to) => `de ${from} à ${to}`,
    holiday: "jour férié",
    none: "aucune",
  },
  en: {
    openUntil: (time) => `open now, until ${time}`,
    opens: (day, time) => `closed now, it opens ${day} at ${time}`,
    closed: "closed now",
    today: "today",
    tomorrow: "tomorrow",
    onDate: (date) => `on ${date}`,
    closedOn: (day) => `closed on ${day}`,
    closedBetween: (first, last) => `closed from ${first} to ${last}, both included`,
    openOn: (day, times) => `open on ${day} only ${times}`,
    fromTo: (from, to) => `from ${from} to ${to}`,
    holiday: "public holiday",
    none: "none",
  },
  es: {
    openUntil: (time) => `abierta en este momento, hasta ${time}`,
    opens: (day, time) => `cerrada en este momento; abre ${day} a ${time}`,
    closed: "cerrada en este momento",
    today: "hoy",
    tomorrow: "mañana",
    onDate: (date) => `el ${date}`,
    closedOn: (day) => `cerrada el ${day}`,
    closedBetween: (first, last) => `cerrada del ${first} al ${last}, inclusive`,
    openOn: (day, times) => `abierta el ${day} solamente ${times}`,
    fromTo: (from, to) => `de ${from} a ${to}`,
    holiday: "día festivo",
    none: "ninguno",
  },
};

/** The value of `closures` at a clinic that keeps its usual hours. */
export function noClosures(language: Language): string {
  return words[language].none;
}

interface Openings {
  readonly present: Span | undefined;
  readonly next: Span | undefined;
  readonly today: WallDate;
}

function openingSaid({ present, next, today }: Openings, zone: Zone, language: Language): string {
  const say = words[language];
  if (present !== undefined) return say.openUntil(spokenTimeAt(present.to, zone, language));
  if (next === undefined) return say.closed;
  const date = dateAt(next.from, zone);
  const onDate = say.onDate(spokenDate(date, language));
  const day = date === today ? say.today : date === addDays(today, 1) ? say.tomorrow : onDate;
  return say.opens(day, spokenTimeAt(next.from, zone, language));
}

interface SpecialDay {
  readonly date: WallDate;
  readonly open: readonly Span[];
  readonly isHoliday: boolean;
}

function closuresSaid(dates: readonly WallDate[], weeks: ClinicWeeks, language: Language): string {
  const { exceptions, holidays } = weeks;
  if (exceptions.length === 0 && !dates.some((date) => holidays.has(date))) return words[language].none;
  const usual = { ...weeks, ...noSpecialDays, periods: weeks.periods };
  const special = dates.flatMap((date): readonly SpecialDay[] => {
    const of = (lived: ClinicWeeks): readonly Span[] =>
      clinicOpenings({ ...lived, dates: [date], clinicHours: weeks.hours });
    const [open, expected] = [of(weeks), of(usual)];
    if (JSON.stringify(open) === JSON.stringify(expected)) return [];
    return [{ date, open, isHoliday: weeks.holidays.has(date) }];
  });
  const said = runsOf(special).map((run) => runSaid(run, weeks.zone, language));
  return said.length === 0 ? words[language].none : joinList(said, language);
}

/** Groups closed days that directly follow one another. */
function runsOf(days: readonly SpecialDay[]): readonly (readonly SpecialDay[])[] {
  const runs: SpecialDay[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const follows = before !== undefined && addDays(before.date, 1) === day.date && isWholeClosure(before);
    if (run !== undefined && follows && isWholeClosure(day)) run.push(day);
    else runs.push([day]);
  }
  return runs;
}

function isWholeClosure({ open, isHoliday }: SpecialDay): boolean {
  return open.length === 0 && !isHoliday;
}

function runSaid(run: readonly SpecialDay[], zone: Zone, language: Language): string {
  const say = words[language];
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) return "";
  const day = spokenDate(first.date, language);
  if (run.length > 1) return say.closedBetween(day, spokenDate(last.date, language));
  const reason = first.isHoliday ? ` (${say.holiday})` : "";
  if (first.open.length === 0) return `${say.closedOn(day)}${reason}`;
  const times = first.open.map(({ from, to }) =>
    say.fromTo(spokenTimeAt(from, zone, language), spokenTimeAt(to, zone, language)),
  );
  return say.openOn(day, joinList(times, language));
}
