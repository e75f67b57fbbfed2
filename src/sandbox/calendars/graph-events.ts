import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { ianaZone, windowsZone } from "../../domain/calendar/zone-names.ts";
import type { EventLog, LoggedEvent } from "./event-log.ts";
import { type Occurrence, occurrencesOf } from "./recurrence.ts";

type Item = Readonly<Record<string, unknown>>;

interface Span {
  readonly from: number;
  readonly to: number;
}

const when = z.object({ dateTime: z.string(), timeZone: z.string() });
const recurrenceShape = z.object({
  pattern: z.object({
    type: z.enum(["daily", "weekly"]),
    interval: z.int().min(1).default(1),
    daysOfWeek: z.array(z.string()).default([]),
  }),
  range: z.object({
    type: z.enum(["numbered", "endDate", "noEnd"]),
    numberOfOccurrences: z.int().optional(),
    endDate: z.string().optional(),
  }),
});
const eventShape = z.looseObject({
  start: when,
  end: when,
  isAllDay: z.boolean().default(false),
  recurrence: recurrenceShape.nullish(),
  seriesMasterId: z.string().optional(),
});

/** With times in UTC, which programs get unless they prefer another zone. */
export function presentGraphEvent({ id, fields, at }: LoggedEvent): Item {
  const { singleValueExtendedProperties: _, ...shown } = fields;
  const event = eventShape.safeParse(fields).data;
  const changeKey = Buffer.from(`change ${at}`).toString("base64");
  const type = event?.recurrence
    ? "seriesMaster"
    : event?.seriesMasterId === undefined
      ? "singleInstance"
      : "exception";
  const usual = { isAllDay: false, isCancelled: false, showAs: "busy", responseStatus: { response: "organizer" } };
  return {
    "@odata.type": "#microsoft.graph.event",
    "@odata.etag": `W/"${changeKey}"`,
    changeKey,
    id,
    type,
    ...usual,
    ...shown,
    ...(event === undefined
      ? {}
      : { start: inUtc(event.start, event.isAllDay), end: inUtc(event.end, event.isAllDay) }),
  };
}

function zoneOf(name: string): string | undefined {
  return ianaZone(name) ?? windowsZone(name);
}

/** A date stays a date. A time in an unknown zone stays as it was planted. */
function inUtc({ dateTime, timeZone }: z.infer<typeof when>, isAllDay: boolean) {
  const zone = zoneOf(timeZone);
  if (isAllDay) return { dateTime: `${dateTime.slice(0, 10)}T00:00:00.0000000`, timeZone: "UTC" };
  if (zone === undefined) return { dateTime, timeZone };
  return timeAt(Temporal.PlainDateTime.from(dateTime).toZonedDateTime(zone).epochMilliseconds);
}

function timeAt(instant: number) {
  return { dateTime: `${new Date(instant).toISOString().slice(0, 19)}.0000000`, timeZone: "UTC" };
}

/**
 * A round of calendarView/delta; `since` null: everything. A changed series comes whole, with only ids and times for
 * its occurrences (microsoft-graph-docs issues 7632 and 6353). undefined: `since` is too long ago.
 */
export function deltaItems(log: EventLog, since: number | null, span: Span): readonly Item[] | undefined {
  const events = since === null ? log.all().filter(({ isGone }) => !isGone) : log.changedSince(since);
  return events?.flatMap((event) => {
    const { seriesMasterId, recurrence } = eventShape.safeParse(event.fields).data ?? {};
    if (seriesMasterId !== undefined) return [];
    if (event.isGone) return [gone(event.id)];
    if (!recurrence && isWithin(event, span)) return [presentGraphEvent(event)];
    // Events that move outside the span are reported as removed (Graph, event: delta).
    if (!recurrence) return since === null ? [] : [gone(event.id)];
    return [presentGraphEvent(event)].concat(instancesOf(event, log, span).map((each) => asInDelta(each)));
  });
}

function gone(id: string): Item {
  return { "@odata.type": "#microsoft.graph.event", id, "@removed": { reason: "deleted" } };
}

function without(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}

function asInDelta(item: Item): Item {
  if (item["type"] !== "occurrence") return item;
  const names = ["@odata.type", "@odata.etag", "id", "type", "seriesMasterId", "start", "end"];
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}

function isWithin(event: LoggedEvent, span: Span): boolean {
  const times = z.object({ start: when, end: when }).safeParse(presentGraphEvent(event)).data;
  if (times === undefined) return true;
  const [from, to] = [times.start, times.end].map(({ dateTime }) => Date.parse(`${dateTime.slice(0, 19)}Z`));
  return from === undefined || to === undefined || (to > span.from && from < span.to);
}

/** Occurrences and exceptions of a series, in full. */
export function instancesOf(master: LoggedEvent, log: EventLog, span: Span): readonly Item[] {
  const exceptions = log.all().filter(({ fields }) => fields["seriesMasterId"] === master.id);
  const own = occurrences(master, span)
    .filter(({ id }) => !exceptions.some((exception) => exception.id === id))
    .map(({ item }) => item);
  return [...own, ...exceptions.filter(({ isGone }) => !isGone).map((event) => presentGraphEvent(event))];
}

function occurrences(master: LoggedEvent, span: Span) {
  const { start, end, isAllDay, recurrence } = eventShape.parse(master.fields);
  const zone = zoneOf(start.timeZone);
  if (!recurrence || zone === undefined) return [];
  const [begins, ends] = [start, end].map(({ dateTime }) => Temporal.PlainDateTime.from(dateTime));
  if (begins === undefined || ends === undefined) return [];
  const minutes = Math.round(begins.until(ends, { largestUnit: "minute" }).total("minute"));
  const pattern = { start: begins.toString().slice(0, 19), zone, minutes, lines: [`RRULE:${ruleOf(recurrence)}`] };
  return occurrencesOf(pattern, span.from, span.to).map((occurrence) => {
    const id = `${master.id}.${occurrence.date}`;
    const times = isAllDay ? dates(occurrence, zone) : { start: timeAt(occurrence.from), end: timeAt(occurrence.to) };
    const item = without(presentGraphEvent(master), ["recurrence", "transactionId"]);
    return { id, item: { ...item, id, type: "occurrence", seriesMasterId: master.id, ...times } };
  });
}

function dates({ date, to }: Occurrence, zone: string) {
  const end = Temporal.Instant.fromEpochMilliseconds(to).toZonedDateTimeISO(zone).toPlainDate().toString();
  const [start, ended] = [date, end].map((day) => ({ dateTime: `${day}T00:00:00.0000000`, timeZone: "UTC" }));
  return { start, end: ended };
}

function ruleOf({ pattern, range }: z.infer<typeof recurrenceShape>): string {
  const days = pattern.daysOfWeek.map((day) => day.slice(0, 2).toUpperCase());
  const parts = [`FREQ=${pattern.type.toUpperCase()}`, `INTERVAL=${pattern.interval}`];
  if (days.length > 0) parts.push(`BYDAY=${days.join(",")}`);
  if (range.type === "numbered") parts.push(`COUNT=${range.numberOfOccurrences ?? 1}`);
  if (range.type === "endDate") parts.push(`UNTIL=${(range.endDate ?? "").replaceAll("-", "")}T235959`);
  return parts.join(";");
}

const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** An occurrence by its id, as an event that is not stored yet. */
export function occurrenceOf(id: string, log: EventLog): LoggedEvent | undefined {
  const master = log.find(id.slice(0, -".2026-12-01".length));
  if (master === undefined || master.isGone) return undefined;
  const found = occurrences(master, EVER).find((each) => each.id === id);
  if (found === undefined) return undefined;
  const fields = without(found.item, ["id", "changeKey", "@odata.etag", "@odata.type", "type"]);
  return { id, fields, at: master.at, isGone: false, dropped: [] };
}
