import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";
import { addDays } from "../time/wall-date.ts";
import { type Zone, dateAt, startOfDay } from "../time/zoned-time.ts";
import type { Component } from "./feed-blocks.ts";
import { ianaZone, windowsZone } from "./zone-names.ts";

export type Property = InstanceType<typeof ICAL.Property>;
export type WallClock = InstanceType<typeof ICAL.Time>;

/** A time as written: what the clock shows, and whose clock. */
export interface WrittenTime {
  readonly wall: WallClock;
  /** null: a floating time, or a whole day. */
  readonly zoneId: string | null;
}

/**
 * Reads times of one calendar file: by IANA's zones, else by the zones that the file describes, else by Windows', else
 * by the clinic's.
 */
export class FeedClock {
  /** Names of zones that nobody knows; the clinic's zone stands in for them. */
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

  /** The start of the day that comes so many days after the one that the instant is in. */
  daysLater(instant: number, days: number): number {
    return startOfDay(addDays(dateAt(instant, this.#own), days), this.#own);
  }

  /** Epoch milliseconds. A whole day begins when the clinic's does. */
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

/** Without a zone, so that repeating it repeats what the clock shows, on both sides of a clock change. */
function floating({ year, month, day, hour, minute, second, isDate }: WallClock): WallClock {
  return new ICAL.Time({ year, month, day, hour, minute, second, isDate }, ICAL.Timezone.localTimezone);
}

/** What the clock shows, as if it were one in UTC. */
export function asIfUtc({ year, month, day, hour, minute, second }: WallClock): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function zonedInstant({ year, month, day, hour, minute, second }: WallClock, timeZone: Zone): number {
  // An iCalendar second may be 60 (a leap second).
  const wall = Temporal.PlainDateTime.from({ year, month, day, hour, minute, second: Math.min(second, 59) });
  return wall.toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds;
}
