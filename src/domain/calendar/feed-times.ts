import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";
import { addDays } from "../time/wall-date.ts";
import { type Zone, dateAt, startOfDay } from "../time/zoned-time.ts";
import type { Component } from "./feed-blocks.ts";
import { ianaZone, windowsZone } from "./zone-names.ts";

export type Property = InstanceType<typeof ICAL.Property>;
export type WallClock = InstanceType<typeof ICAL.Time>;

/** A time as written: the local time and its zone. */
export interface WrittenTime {
  readonly wall: WallClock;
  /** null: a floating time, or a whole day. */
  readonly zoneId: string | null;
}

/**
 * Reads the times of one calendar file. A zone name is looked up among IANA's zones, then those the file describes,
 * then Windows zones; otherwise the clinic's zone applies.
 */
export class FeedClock {
  /** Names of unknown zones, which the clinic's zone replaces. */
  readonly unknownZones = new Set<string>();
  readonly #own: Zone;
  readonly #described: ReadonlyMap<string, InstanceType<typeof ICAL.Timezone>>;

  constructor(own: Zone, zones: readonly Component[]) {
    this.#own = own;
    this.#described = new Map(
      zones.flatMap((component) => {
        const id = component.getFirstPropertyValue("tzid");
        return typeof id === "string" ? [[id, new ICAL.Timezone({ component, tzid: id })]] : [];
      }),
    );
  }

  /** The start of the day that is `days` days after the instant's day. */
  daysLater(instant: number, days: number): number {
    return startOfDay(addDays(dateAt(instant, this.#own), days), this.#own);
  }

  /** The time in epoch milliseconds. A whole day begins when the clinic's day does. */
  instantOf({ wall, zoneId }: WrittenTime): number {
    if (zoneId === "UTC") return asIfUtc(wall);
    if (zoneId === null) return zonedInstant(wall, this.#own);
    const iana = ianaZone(zoneId);
    if (iana !== undefined) return zonedInstant(wall, iana);
    const described = this.#described.get(zoneId);
    if (described !== undefined) return asIfUtc(wall) - described.utcOffset(wall) * 1000;
    const windows = windowsZone(zoneId);
    if (windows !== undefined) return zonedInstant(wall, windows);
    this.unknownZones.add(zoneId);
    return zonedInstant(wall, this.#own);
  }
}

/** The first value of a date or date-time property; undefined if it has none. */
export function writtenTime(property: Property | null): WrittenTime | undefined {
  return property === null ? undefined : writtenTimes(property)[0];
}

export function writtenTimes(property: Property): readonly WrittenTime[] {
  const zone = property.getFirstParameter("tzid");
  const values: readonly unknown[] = property.getValues();
  return values.flatMap((value) => {
    if (!(value instanceof ICAL.Time)) return [];
    const isUtc = value.zone === ICAL.Timezone.utcTimezone;
    return [{ wall: floating(value), zoneId: isUtc ? "UTC" : value.isDate ? null : (zone ?? null) }];
  });
}

interface WrittenPeriod {
  readonly from: WrittenTime;
  readonly to: WrittenTime;
}

export function writtenPeriods(property: Property): readonly WrittenPeriod[] {
  const zone = property.getFirstParameter("tzid") ?? null;
  const values: readonly unknown[] = property.getValues();
  return values.flatMap((value) => {
    if (!(value instanceof ICAL.Period)) return [];
    const zoneId = value.start.zone === ICAL.Timezone.utcTimezone ? "UTC" : zone;
    return [{ from: { wall: floating(value.start), zoneId }, to: { wall: floating(value.getEnd()), zoneId } }];
  });
}

/** The time without a zone, so that its repetitions keep the local time across clock changes. */
function floating({ year, month, day, hour, minute, second, isDate }: WallClock): WallClock {
  return new ICAL.Time({ year, month, day, hour, minute, second, isDate }, ICAL.Timezone.localTimezone);
}

/** The local time read as if it were UTC. */
export function asIfUtc({ year, month, day, hour, minute, second }: WallClock): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function zonedInstant({ year, month, day, hour, minute, second }: WallClock, timeZone: Zone): number {
  // A second may be 60 in iCalendar (a leap second).
  const wall = Temporal.PlainDateTime.from({ year, month, day, hour, minute, second: Math.min(second, 59) });
  return wall.toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds;
}
