import { Temporal } from "temporal-polyfill";
import { type Clock, DAY_MS, MINUTE_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import { closestText } from "../closest-text.ts";
import type { WallDate } from "./wall-date.ts";
import { type WallTime, minutesOfWallTime, minutesPerDay, wallTimeOfMinutes } from "./wall-time.ts";
import type { Span } from "./spans.ts";

/**
 * The instant at which the zone's clocks show this date and time. The one rule for clock changes (Temporal's
 * "compatible", as in iCalendar, RFC 5545 3.3.5): a skipped time moves later by the length of the gap (02:30 becomes
 * 03:30), and a time that occurs twice means its first occurrence. "24:00" is the start of the next day. Opening hours
 * follow another rule: see `wallSpans`.
 */
export function instantOf(date: WallDate, time: WallTime, zone: Zone): number {
  const minutes = minutesOfWallTime(time);
  if (minutes === undefined) throw new RangeError(`not a wall time: ${time}`);
  return Temporal.PlainDate.from(date)
    .toPlainDateTime()
    .add({ minutes })
    .toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** The first instant of the date in the zone; not always 00:00. */
export function startOfDay(date: WallDate, zone: Zone): number {
  const [first] = segmentsOf(date, zone).segments;
  // A zone that moved to the other side of the date line has skipped a whole day.
  return first?.from ?? Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone }).epochMilliseconds;
}

export function dateAt(instant: number, zone: Zone): WallDate {
  return dateOfDay(Math.floor((instant + offsetAt(instant, zone)) / DAY_MS));
}

/** "HH:MM" that the zone's clocks show at the instant. */
export function wallTimeAt(instant: number, zone: Zone): WallTime {
  const minute = Math.floor((instant + offsetAt(instant, zone)) / MINUTE_MS);
  return wallTimeOfMinutes(((minute % minutesPerDay) + minutesPerDay) % minutesPerDay);
}

export function todayIn(zone: Zone, clock: Clock): WallDate {
  return dateAt(clock.now(), zone);
}

const MOST_DAYS = 5_000;

const dates = new Map<number, WallDate>();

/** By days since 1970. A search asks for the same few dates thousands of times, and Temporal takes 20 µs for each. */
function dateOfDay(day: number): WallDate {
  const known = dates.get(day);
  if (known !== undefined) return known;
  if (dates.size >= MOST_DAYS) dates.clear();
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  dates.set(day, date);
  return date;
}

/** Since 1973 every zone has changed its clocks on a whole UTC minute (IANA tz), so an offset holds for that minute. */
const MINUTES_SINCE = Date.UTC(1973, 0, 1);

const MOST_KEPT = 50_000;

const offsets = new Map<Zone, Map<number, number>>();

let offsetsKept = 0;

/** Milliseconds by which the zone's clocks are ahead of UTC. */
export function offsetAt(instant: number, zone: Zone): number {
  if (instant < MINUTES_SINCE) return computedOffset(instant, zone);
  const minute = Math.floor(instant / MINUTE_MS);
  const known = offsets.get(zone)?.get(minute);
  if (known !== undefined) return known;
  const offset = computedOffset(instant, zone);
  if (offsetsKept >= MOST_KEPT) {
    offsets.clear();
    offsetsKept = 0;
  }
  const own = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, own.set(minute, offset));
  offsetsKept += 1;
  return offset;
}

function computedOffset(instant: number, zone: Zone): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
}

/** An IANA zone such as "Africa/Porto-Novo". Hours are never stored as offsets. */
export type Zone = string;

const offsetPattern = /^(?:[+-]|utc[+-]|gmt[+-]|etc\/gmt[+-])/i;

/**
 * The zone in its usual spelling. @throws invalid for anything that is not an IANA zone, with the nearest name as a
 * hint
 */
export function parseZone(text: string, where = "timezone"): Zone {
  const wanted = text.trim();
  if (offsetPattern.test(wanted)) {
    throw new AscendiaError("invalid", `${where}: "${wanted}" is an offset, which cannot follow clock changes.`, {
      hint: "Use the IANA zone of the clinic's city, for example America/Toronto.",
    });
  }
  const zone = canonicalZone(wanted);
  if (zone !== undefined) return zone;
  throw new AscendiaError("invalid", `${where}: "${wanted}" is not an IANA time zone.`, { hint: suggestion(wanted) });
}

/** Whether the text is an IANA zone or a link to one, as runtimes and Retell accept them. */
export function isTimeZone(text: string): boolean {
  return !offsetPattern.test(text) && canonicalZone(text) !== undefined;
}

function canonicalZone(wanted: string): Zone | undefined {
  const known = Intl.supportedValuesOf("timeZone").find((zone) => zone.toLowerCase() === wanted.toLowerCase());
  if (known !== undefined || wanted === "") return known;
  try {
    // Links such as America/Montreal are valid but not listed; the runtime resolves them.
    return new Intl.DateTimeFormat("en", { timeZone: wanted }).format(0) === "" ? undefined : wanted;
  } catch {
    return undefined;
  }
}

function suggestion(wanted: string): string {
  const zones = Intl.supportedValuesOf("timeZone");
  const spelt = wanted.replaceAll(" ", "_");
  const sameCity = zones.find((zone) => cityOf(zone).toLowerCase() === cityOf(spelt).toLowerCase());
  const nearest = sameCity ?? closestText(spelt, zones) ?? nearestCity(spelt, zones);
  return nearest === undefined
    ? "Use a name such as Africa/Porto-Novo or America/Toronto."
    : `Did you mean ${nearest}?`;
}

function cityOf(zone: Zone): string {
  return zone.slice(zone.lastIndexOf("/") + 1);
}

function nearestCity(spelt: string, zones: readonly Zone[]): Zone | undefined {
  const city = closestText(
    cityOf(spelt),
    zones.map((zone) => cityOf(zone)),
  );
  return city === undefined ? undefined : zones.find((zone) => zone.endsWith(`/${city}`));
}

/** The same day of a later month, or that month's last day. */
export function addMonths(date: WallDate, months: number): WallDate {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

/** A part of one calendar day in which the zone's offset does not change. */
interface DaySegment extends Span {
  readonly offsetMs: number;
}

interface DaySegments {
  readonly utcMidnight: number;
  readonly segments: readonly DaySegment[];
}

const daysKept = 20_000;

const segmentsByDay = new Map<string, DaySegments>();

/**
 * The instants of a date at which the zone's clocks show a time from `fromMinute` (included) to `toMinute` (excluded).
 * One span on most days. When clocks go forward, the skipped times never occur; when they go back, a repeated time
 * counts twice. So opening hours keep their wall-clock times every day, by definition.
 */
export function wallSpans(date: WallDate, zone: Zone, [fromMinute, toMinute]: readonly [number, number]): Span[] {
  const { utcMidnight, segments } = segmentsOf(date, zone);
  const spans: Span[] = [];
  for (const { from, to, offsetMs } of segments) {
    const opens = Math.max(from, utcMidnight + fromMinute * MINUTE_MS - offsetMs);
    const closes = Math.min(to, utcMidnight + toMinute * MINUTE_MS - offsetMs);
    if (opens < closes) spans.push({ from: opens, to: closes });
  }
  return spans;
}

/** All instants of the date. */
export function daySpan(date: WallDate, zone: Zone): Span {
  const spans = wallSpans(date, zone, [0, minutesPerDay]);
  return { from: spans[0]?.from ?? 0, to: spans.at(-1)?.to ?? 0 };
}

function segmentsOf(date: WallDate, zone: Zone): DaySegments {
  const key = `${zone} ${date}`;
  const known = segmentsByDay.get(key);
  if (known !== undefined) return known;
  if (segmentsByDay.size >= daysKept) segmentsByDay.clear();
  const found = findSegments(date, zone);
  segmentsByDay.set(key, found);
  return found;
}

function findSegments(date: WallDate, zone: Zone): DaySegments {
  const day = Temporal.PlainDate.from(date);
  const end = day.add({ days: 1 }).toZonedDateTime({ timeZone: zone });
  let start = day.toZonedDateTime({ timeZone: zone });
  const segments: DaySegment[] = [];
  while (Temporal.ZonedDateTime.compare(start, end) < 0) {
    const change = start.offsetNanoseconds === end.offsetNanoseconds ? null : start.getTimeZoneTransition("next");
    const to = change === null || Temporal.ZonedDateTime.compare(change, end) >= 0 ? end : change;
    segments.push({
      from: start.epochMilliseconds,
      to: to.epochMilliseconds,
      offsetMs: start.offsetNanoseconds / 1_000_000,
    });
    start = to;
  }
  return { utcMidnight: Date.parse(`${date}T00:00:00Z`), segments };
}
