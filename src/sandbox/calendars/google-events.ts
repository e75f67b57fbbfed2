import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { EventFields, EventLog, LoggedEvent } from "./event-log.ts";
import { type Occurrence, occurrencesOf } from "./recurrence.ts";

export interface GoogleCalendar {
  readonly id: string;
  readonly timeZone: string;
  readonly log: EventLog;
}

type Item = Readonly<Record<string, unknown>>;

const when = z.object({
  date: z.string().optional(),
  dateTime: z.string().optional(),
  timeZone: z.string().optional(),
});
const timesShape = z.object({
  start: when,
  end: when,
  recurrence: z.array(z.string()).nullish(),
  recurringEventId: z.string().optional(),
});

interface Span {
  readonly from: number;
  readonly to: number;
}

export function presentEvent({ id, fields, at, isGone }: LoggedEvent): Item {
  const status = isGone ? "cancelled" : (fields["status"] ?? "confirmed");
  const { recurrence, ...others } = fields;
  const series = Array.isArray(recurrence) && recurrence.length > 0 ? { recurrence } : {};
  return { kind: "calendar#event", ...others, ...series, id, etag: `"${31_000_000_000 + at}"`, status };
}

/** Everything in the span, with series as their occurrences. */
export function wholeItems(calendar: GoogleCalendar, span: Span): readonly Item[] {
  return calendar.log.all().flatMap((event) => (event.isGone ? [] : standingItems(event, calendar, span)));
}

/** What changed, with removed events as cancelled. undefined: `since` is too long ago. */
export function changedItems(calendar: GoogleCalendar, since: number, span: Span): readonly Item[] | undefined {
  const changed = calendar.log.changedSince(since);
  const dropped = changed?.flatMap((event) => event.dropped.map((id) => cancelled(id))) ?? [];
  const items = changed?.flatMap((event) => {
    if (!isSeries(event)) return event.isGone ? cancelled(event.id) : presentEvent(event);
    if (event.isGone) return instances(event, calendar, span).map(({ id }) => cancelled(id));
    return standingItems(event, calendar, span);
  });
  return items === undefined ? undefined : [...dropped, ...items];
}

function standingItems(event: LoggedEvent, calendar: GoogleCalendar, span: Span): readonly Item[] {
  if (isSeries(event)) {
    const own = instances(event, calendar, span).filter(({ id }) => calendar.log.find(id) === undefined);
    return own.map(({ item }) => item);
  }
  const times = spanOf(event, calendar);
  const isThere = times === undefined || (times.to > span.from && times.from < span.to);
  return isThere && event.fields["status"] !== "cancelled" ? [presentEvent(event)] : [];
}

function cancelled(id: string): Item {
  return { kind: "calendar#event", id, etag: '"0"', status: "cancelled" };
}

function isSeries({ fields }: LoggedEvent): boolean {
  const { recurrence } = timesShape.safeParse(fields).data ?? {};
  return recurrence !== null && recurrence !== undefined && recurrence.length > 0;
}

function instances(event: LoggedEvent, calendar: GoogleCalendar, span: Span) {
  const { start, end, recurrence } = timesShape.parse(event.fields);
  const zone = start.timeZone ?? calendar.timeZone;
  const isWholeDays = start.date !== undefined;
  const [begins, ends] = [start, end].map((time) => wallOf(time, zone));
  if (begins === undefined || ends === undefined) return [];
  const minutes = Math.round(begins.until(ends, { largestUnit: "minute" }).total("minute"));
  const pattern = { start: begins.toString().slice(0, 19), zone, minutes, lines: recurrence ?? [] };
  return occurrencesOf(pattern, span.from, span.to).map((occurrence) => {
    const id = `${event.id}_${isWholeDays ? occurrence.date.replaceAll("-", "") : stamp(occurrence.from)}`;
    const { recurrence: _, ...item } = presentEvent(event);
    const at = isWholeDays ? datesOf(occurrence, zone) : timesOf(occurrence, zone);
    return { id, item: { ...item, id, recurringEventId: event.id, originalStartTime: at.start, ...at } };
  });
}

function timesOf({ from, to }: Occurrence, timeZone: string) {
  const time = (instant: number) => {
    const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
    return { dateTime: zoned.toString({ timeZoneName: "never" }), timeZone };
  };
  return { start: time(from), end: time(to) };
}

function datesOf({ date, to }: Occurrence, timeZone: string) {
  const end = Temporal.Instant.fromEpochMilliseconds(to).toZonedDateTimeISO(timeZone).toPlainDate();
  return { start: { date }, end: { date: end.toString() } };
}

function wallOf({ date, dateTime }: z.infer<typeof when>, zone: string): Temporal.PlainDateTime | undefined {
  if (date !== undefined) return Temporal.PlainDate.from(date).toPlainDateTime();
  if (dateTime === undefined) return undefined;
  if (!/(?:Z|[+-]\d\d:\d\d)$/u.test(dateTime)) return Temporal.PlainDateTime.from(dateTime);
  return Temporal.Instant.from(dateTime).toZonedDateTimeISO(zone).toPlainDateTime();
}

/** undefined: its planted times are unreadable. */
function spanOf({ fields }: LoggedEvent, { timeZone }: GoogleCalendar): Span | undefined {
  const times = timesShape.safeParse(fields).data;
  if (times === undefined) return undefined;
  const [from, to] = [times.start, times.end].map((time) => {
    try {
      return wallOf(time, time.timeZone ?? timeZone)?.toZonedDateTime(time.timeZone ?? timeZone).epochMilliseconds;
    } catch {
      return undefined;
    }
  });
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** Format: 20261201T080000Z */
function stamp(instant: number): string {
  return new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/gu, "");
}

/** Fields that are generated when an event is presented. */
const MADE: ReadonlySet<string> = new Set(["id", "etag", "kind"]);

const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** Ids of occurrences that an event loses when it gets these fields. */
export function droppedBy(event: LoggedEvent, fields: EventFields, calendar: GoogleCalendar): readonly string[] {
  const idsOf = (each: LoggedEvent) => (isSeries(each) ? instances(each, calendar, EVER).map(({ id }) => id) : []);
  const kept = new Set(idsOf({ ...event, fields }));
  return idsOf(event).filter((id) => !kept.has(id));
}

/** An occurrence by its id, as an event that is not stored yet. */
export function isInstanceOf(id: string, calendar: GoogleCalendar): LoggedEvent | undefined {
  const master = calendar.log.find(id.slice(0, id.lastIndexOf("_")));
  if (master === undefined || master.isGone || !isSeries(master)) return undefined;
  const found = instances(master, calendar, EVER).find((instance) => instance.id === id);
  if (found === undefined) return undefined;
  const fields = Object.fromEntries(Object.entries(found.item).filter(([name]) => !MADE.has(name)));
  return { id, fields, at: master.at, isGone: false, dropped: [] };
}
