import { hasNoOpenDay } from "../clinic/opening-hours.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { readCalendar, clinicOpenings } from "../booking/calendar/clinic-calendar.ts";
import type { BookingStores, HolidayCalendar } from "../booking/ports.ts";
import type { Span } from "../time/spans.ts";
import { type ExactCents, sumOfCents } from "./exact-cents.ts";
import { isAnswered, isUnpriced, priceOf } from "./cost-report.ts";
import type { CallGroup, ClinicRecordStore } from "./ports.ts";
import { type Week, spanOfWeek, weekBefore } from "./week.ts";

/** A clinic's week in figures. */
export interface WeekFigures {
  /** Calls to the clinic that the assistant answered. */
  readonly answered: number;
  /** Appointments that calls booked; a moved one counts once. */
  readonly booked: number;
  /** Calls outside opening hours that left an appointment or a message. */
  readonly savedAfterHours: number;
  readonly messages: number;
  readonly noShows: number;
  /** Of all calls, including calls to patients. */
  readonly durationMs: number;
  readonly cents: ExactCents;
  /** Calls whose cost Retell has not reported yet. */
  readonly unpriced: number;
  /** All calls, answered or not. */
  readonly calls: number;
}

export interface ClinicReport {
  readonly week: Week;
  readonly figures: WeekFigures;
  /** The week before; null: the clinic did not exist yet. */
  readonly before: WeekFigures | null;
}

export interface ClinicReportPorts {
  readonly records: ClinicRecordStore;
  readonly bookings: BookingStores;
  readonly holidays: HolidayCalendar;
}

/** The figures of a week on the clinic's calendar, and of the week before it. */
export async function clinicReport(week: Week, clinic: Clinic, ports: ClinicReportPorts): Promise<ClinicReport> {
  const previous = weekBefore(week);
  const isFirst = clinic.createdAt >= spanOfWeek(previous, clinic.timezone).to;
  return {
    week,
    figures: await figuresOf(week, clinic, ports),
    before: isFirst ? null : await figuresOf(previous, clinic, ports),
  };
}

async function figuresOf(week: Week, clinic: Clinic, ports: ClinicReportPorts): Promise<WeekFigures> {
  const { calls, booked, messages, noShows, fruitfulAt } = await ports.records.within(
    spanOfWeek(week, clinic.timezone),
  );
  const openings = fruitfulAt.length === 0 ? null : await openingsOf(week, clinic, ports);
  return {
    answered: countOf(calls, (group) => group.direction !== "outbound" && isAnswered(group)),
    booked,
    savedAfterHours: openings === null ? 0 : fruitfulAt.filter((at) => !isWithin(at, openings)).length,
    messages,
    noShows,
    durationMs: calls.reduce((sum, { durationMs }) => sum + durationMs, 0),
    cents: sumOfCents(calls.map((group) => priceOf(group))),
    unpriced: countOf(calls, isUnpriced),
    calls: countOf(calls, () => true),
  };
}

/** null: the clinic has no opening hours, so no call is outside them. */
async function openingsOf(
  { firstDate, lastDate }: Week,
  clinic: Clinic,
  { bookings, holidays }: ClinicReportPorts,
): Promise<readonly Span[] | null> {
  const calendar = await readCalendar({ firstDate, lastDate }, bookings, { clinic, holidays });
  const openings = clinicOpenings(calendar);
  const hasHours = openings.length > 0 || calendar.periods.length > 0 || !hasNoOpenDay(calendar.clinicHours);
  return hasHours ? openings : null;
}

/** A linear search: a week has few openings. */
function isWithin(at: number, spans: readonly Span[]): boolean {
  return spans.some(({ from, to }) => from <= at && at < to);
}

function countOf(groups: readonly CallGroup[], isCounted: (group: CallGroup) => boolean): number {
  return groups.filter(isCounted).reduce((sum, { calls }) => sum + calls, 0);
}
