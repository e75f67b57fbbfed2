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
  return zonedAt(instant, zone).toPlainDate().toString();
}

/** "HH:MM" that the zone's clocks show at the instant. */
export function wallTimeAt(instant: number, zone: Zone): WallTime {
  return zonedAt(instant, zone).toPlainTime().toString({ smallestUnit: "minute" });
}

export function todayIn(zone: Zone, clock: Clock): WallDate {
  return dateAt(clock.now(), zone);
}

function zonedAt(instant: number, zone: Zone): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}
