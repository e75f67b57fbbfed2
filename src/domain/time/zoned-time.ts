import { Temporal } from "temporal-polyfill";
import type { Clock } from "./ports.ts";
import type { WallDate } from "./wall-date.ts";
import type { WallTime } from "./wall-time.ts";
import { minutesOfWallTime } from "./wall-time.ts";
import type { Zone } from "./zone.ts";

/**
 * The instant at which the zone's clocks show this date and time. The one rule for clock changes (Temporal's
 * "compatible", as in iCalendar, RFC 5545 3.3.5): a time that is skipped moves later by the length of the gap
 * (02:30 becomes 03:30), a time that comes twice means its first coming. "24:00" is the next day's start.
 * Opening hours do not pass through here: see day-segments.ts.
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
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone }).epochMilliseconds;
}

export function dateAt(instant: number, zone: Zone): WallDate {
  return shownAt(instant, zone).slice(0, 10);
}

/** "HH:MM" that the zone's clocks show at the instant. */
export function wallTimeAt(instant: number, zone: Zone): WallTime {
  return shownAt(instant, zone).slice(11, 16);
}

export function todayIn(zone: Zone, clock: Clock): WallDate {
  return dateAt(clock.now(), zone);
}

/** "YYYY-MM-DDTHH:MM:SS.mmmZ" of what the zone's clocks show; Temporal itself costs 20 µs a question. */
function shownAt(instant: number, zone: Zone): string {
  return new Date(instant + offsetAt(instant, zone)).toISOString();
}

/** Since 1973 every zone has changed its clocks at a whole minute of UTC (IANA tz), so an offset holds for one. */
const MINUTE_MS = 60_000;
const MINUTES_SINCE = Date.UTC(1973, 0, 1);
const MOST_KEPT = 50_000;
const offsets = new Map<Zone, Map<number, number>>();
let kept = 0;

function offsetAt(instant: number, zone: Zone): number {
  if (instant < MINUTES_SINCE) return computedOffset(instant, zone);
  const minute = Math.floor(instant / MINUTE_MS);
  const known = offsets.get(zone)?.get(minute);
  if (known !== undefined) return known;
  const offset = computedOffset(instant, zone);
  if (kept >= MOST_KEPT) {
    offsets.clear();
    kept = 0;
  }
  const own = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, own.set(minute, offset));
  kept += 1;
  return offset;
}

function computedOffset(instant: number, zone: Zone): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
}
