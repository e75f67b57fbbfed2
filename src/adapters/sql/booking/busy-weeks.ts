import type { Kysely } from "kysely";
import { DAY_MS, MINUTE_MS } from "../../../clock.ts";
import type { BusyStore, BusyTimes } from "../../../domain/booking/ports.ts";
import type { ConnectedCalendar } from "../../../domain/calendar/ports.ts";
import { type Span, mergeSpans } from "../../../domain/time/spans.ts";
import type { BusyWeekRow, ClinicSchema } from "../schema.ts";
import { type Param, clinicCalendars } from "../statement.ts";

const WEEK_MS = 7 * DAY_MS;

/** Weeks are counted from the Unix epoch. */
function weekAt(instant: number): number {
  return Math.floor(instant / WEEK_MS);
}

/**
 * JSON per week: start, length, start, length … in milliseconds, each start relative to the week's. Spans that overlap
 * or touch are merged.
 */
function packed(spans: readonly Span[]): ReadonlyMap<number, string> {
  const weeks = new Map<number, number[]>();
  for (const { from, to } of mergeSpans(spans)) {
    for (let week = weekAt(from); week * WEEK_MS < to; week += 1) {
      const start = week * WEEK_MS;
      const begins = Math.max(from, start);
      const numbers = weeks.get(week) ?? [];
      numbers.push(begins - start, Math.min(to, start + WEEK_MS) - begins);
      weeks.set(week, numbers);
    }
  }
  return new Map([...weeks].map(([week, numbers]) => [week, JSON.stringify(numbers)]));
}

function unpacked(week: number, text: string): readonly Span[] {
  const numbers: unknown = JSON.parse(text);
  if (!Array.isArray(numbers)) throw new Error(`busy_weeks: a list of numbers was expected, not ${text.slice(0, 80)}`);
  const spans: Span[] = [];
  for (let at = 0; at < numbers.length; at += 2) {
    const start: unknown = numbers[at];
    const length: unknown = numbers[at + 1];
    if (typeof start !== "number" || typeof length !== "number") {
      throw new Error(`busy_weeks: pairs of numbers were expected, not ${text.slice(0, 80)}`);
    }
    const from = week * WEEK_MS + start;
    spans.push({ from, to: from + length });
  }
  return spans;
}

/**
 * Replaces a calendar's packed weeks with its current busy times. Call it in the transaction that changed those times.
 * The times of each of our own events that was moved in the calendar are stored separately, so that its visit may still
 * move to where its own event stands.
 */
export async function packBusy(clinic: Kysely<ClinicSchema>, feedId: string): Promise<void> {
  const times = await clinic
    .selectFrom("busyTimes")
    .select(["uid", "fromAt", "toAt"])
    .where("feedId", "=", feedId)
    .execute();
  const spans = new Map<string | null, Span[]>();
  for (const { uid, fromAt: from, toAt: to } of times) {
    const known = spans.get(uid) ?? [];
    known.push({ from, to });
    spans.set(uid, known);
  }
  const rows = [...spans].flatMap(([uid, all]) =>
    [...packed(all)].map(([week, text]): BusyWeekRow => ({ feedId, uid, week, spans: text })),
  );
  await clinic.deleteFrom("busyWeeks").where("feedId", "=", feedId).execute();
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await clinic
      .insertInto("busyWeeks")
      .values(rows.slice(at, at + ROWS_AT_ONCE))
      .execute();
  }
}

/** SQLite accepts 32,766 values in one statement. */
export const ROWS_AT_ONCE = 1000;

export class SqlBusyStore implements BusyStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async overlapping(span: Span, now: number, doctorId: string | null): Promise<readonly BusyTimes[]> {
    const weeks = { first: weekAt(span.from), last: weekAt(span.to - 1) };
    const calendars =
      doctorId === null
        ? await busyWithin(this.#clinic, weeks)
        : await busyWithinOf(this.#clinic, { ...weeks, doctorId });
    const busy: BusyTimes[] = [];
    for (const { doctorId: doctor, roomId, trustedUntil, weeks: known } of calendars) {
      if (trustedUntil < now) busy.push({ doctorId: doctor, roomId, uid: null, isUnknown: true, spans: [span] });
      for (const { uid, spans } of known) {
        const within = overlapping(spans, span);
        if (within.length > 0) busy.push({ doctorId: doctor, roomId, uid, isUnknown: false, spans: within });
      }
    }
    return busy;
  }
}

/** The spans, from a sorted list without overlaps, that overlap the given one. */
function overlapping(spans: readonly Span[], { from, to }: Span): readonly Span[] {
  const first = firstWhere(spans, (span) => span.to > from);
  return spans.slice(
    first,
    firstWhere(spans, (span) => span.from >= to),
  );
}

/** The index of the first span for which it is true; the number of spans if there is none. */
function firstWhere(spans: readonly Span[], isTrue: (span: Span) => boolean): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const span = spans[middle];
    if (span === undefined || isTrue(span)) high = middle;
    else low = middle + 1;
  }
  return low;
}

type Calendar = Pick<ConnectedCalendar, "id" | "doctorId" | "roomId" | "confirmedAt" | "trustMinutes">;

/** A calendar with no busy time in those weeks still has one row, with nulls. */
type CalendarWeek = Calendar & { [Column in "week" | "uid" | "spans"]: BusyWeekRow[Column] | null };

interface Weeks {
  readonly first: number;
  readonly last: number;
}

function calendarWeeks(clinic: Kysely<ClinicSchema>, param: Param<Weeks>) {
  return clinic
    .selectFrom("calendarFeeds")
    .leftJoin("busyWeeks", (join) =>
      join
        .onRef("busyWeeks.feedId", "=", "calendarFeeds.id")
        .on("busyWeeks.week", ">=", param("first"))
        .on("busyWeeks.week", "<=", param("last")),
    )
    .select(["calendarFeeds.id", "doctorId", "roomId", "confirmedAt", "trustMinutes", "week", "uid", "spans"])
    .orderBy("calendarFeeds.id");
}

interface KnownCalendar {
  readonly doctorId: string | null;
  readonly roomId: string | null;
  readonly trustedUntil: number;
  readonly weeks: { readonly uid: string | null; readonly spans: readonly Span[] }[];
}

function knownCalendars(rows: readonly CalendarWeek[]): readonly KnownCalendar[] {
  const calendars = new Map<string, KnownCalendar>();
  for (const { id, doctorId, roomId, uid, week, spans, confirmedAt, trustMinutes } of rows) {
    const trustedUntil = (confirmedAt ?? 0) + trustMinutes * MINUTE_MS;
    const known = calendars.get(id) ?? { doctorId, roomId, trustedUntil, weeks: [] };
    calendars.set(id, known);
    if (week !== null && spans !== null) known.weeks.push({ uid, spans: unpacked(week, spans) });
  }
  return [...calendars.values()];
}

const busyWithin = clinicCalendars<CalendarWeek, readonly KnownCalendar[], Weeks>(calendarWeeks, knownCalendars);

const busyWithinOf = clinicCalendars<CalendarWeek, readonly KnownCalendar[], Weeks & { readonly doctorId: string }>(
  (clinic, param) =>
    calendarWeeks(clinic, param).where((is) =>
      is.or([is("doctorId", "=", param("doctorId")), is("doctorId", "is", null)]),
    ),
  knownCalendars,
);
