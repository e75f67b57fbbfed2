import ICAL from "ical.js";
import { DAY_MS } from "../../clock.ts";
import type { Component } from "./feed-blocks.ts";
import { type FeedClock, type WrittenTime, asIfUtc, writtenPeriods, writtenTimes } from "./feed-times.ts";

/** The most occurrences of one event that are followed; no person's calendar has more. */
const MOST_OCCURRENCES = 20_000;
/** The most past occurrences that are skipped. */
const MOST_PASSED = 60_000;

/** The time within which an event's occurrences are wanted. */
export interface Reach {
  readonly clock: FeedClock;
  /** Occurrences that begin before this do not matter. */
  readonly since: number;
  readonly until: number;
}

/** The instants before `until` at which the event begins, including its first, each with its end if RDATE gives one. */
export function startsOf(event: Component, start: WrittenTime, reach: Reach) {
  const { clock, until } = reach;
  const starts = new Map<number, number | undefined>([[clock.instantOf(start), undefined]]);
  let isCut = false;
  for (const property of event.getAllProperties("rrule")) {
    const rule: unknown = property.getFirstValue();
    if (!(rule instanceof ICAL.Recur)) continue;
    isCut ||= !follow(rule, start, reach, (instant) => starts.set(instant, undefined));
  }
  for (const property of event.getAllProperties("rdate")) {
    for (const time of writtenTimes(property)) starts.set(clock.instantOf(asWritten(start, time)), undefined);
    for (const { from, to } of writtenPeriods(property)) starts.set(clock.instantOf(from), clock.instantOf(to));
  }
  for (const instant of instantsIn(event, "exdate", { start, clock })) starts.delete(instant);
  return { starts: [...starts].filter(([instant]) => instant < until), isCut };
}

interface Series {
  readonly start: WrittenTime;
  readonly clock: FeedClock;
}

/** The occurrences that a property names, as instants. */
export function instantsIn(component: Component, name: string, { start, clock }: Series): readonly number[] {
  return component
    .getAllProperties(name)
    .flatMap((property) => writtenTimes(property).map((time) => clock.instantOf(asWritten(start, time))));
}

/**
 * Corrects a named occurrence. Some programs write a date for the occurrence on that date, write a time for a whole
 * day, or leave out the series' zone.
 */
function asWritten(start: WrittenTime, named: WrittenTime): WrittenTime {
  if (start.wall.isDate === named.wall.isDate)
    return named.zoneId === null ? { ...named, zoneId: start.zoneId } : named;
  return start.wall.isDate
    ? { wall: dayMeantBy(named.wall, named.zoneId === "UTC"), zoneId: null }
    : { ...start, wall: timeOn(named.wall, start) };
}

/** The largest offset of an inhabited zone, except for a few islands. */
const MOST_AHEAD_HOURS = 13;

/** The day whose start a program wrote as a time, either in local time or in UTC. */
function dayMeantBy(time: WrittenTime["wall"], isUtc: boolean): WrittenTime["wall"] {
  const there = time.clone();
  if (isUtc) there.adjust(0, MOST_AHEAD_HOURS, 0, 0);
  const { year, month, day } = there;
  return new ICAL.Time({ year, month, day, isDate: true }, ICAL.Timezone.localTimezone);
}

function timeOn(date: WrittenTime["wall"], { wall }: WrittenTime): WrittenTime["wall"] {
  const { year, month, day } = date;
  const { hour, minute, second } = wall;
  return new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, ICAL.Timezone.localTimezone);
}

/** Follows the rule. @returns false if it was cut off at a limit */
function follow(
  rule: InstanceType<typeof ICAL.Recur>,
  start: WrittenTime,
  { clock, since, until }: Reach,
  add: (instant: number) => void,
): boolean {
  const last = lastOf(rule, start, clock);
  rule.until = null;
  const iterator = rule.iterator(start.wall);
  let passed = 0;
  for (let count = 0; count < MOST_OCCURRENCES && passed < MOST_PASSED;) {
    const next: unknown = iterator.next();
    if (!(next instanceof ICAL.Time)) return true;
    // No zone is further than a day from UTC.
    if (asIfUtc(next) < since - DAY_MS) {
      passed += 1;
      continue;
    }
    count += 1;
    const instant = clock.instantOf({ wall: next, zoneId: start.zoneId });
    if (instant > last || instant >= until) return true;
    add(instant);
  }
  return false;
}

/** The last instant of a rule: its UNTIL is an instant, a date, or a local time in the event's zone. */
function lastOf({ until }: InstanceType<typeof ICAL.Recur>, start: WrittenTime, clock: FeedClock): number {
  if (until === null || until === undefined) return Number.POSITIVE_INFINITY;
  const isUtc = until.zone === ICAL.Timezone.utcTimezone;
  if (until.isDate) return clock.instantOf({ ...start, wall: endOfDay(until) });
  if (start.wall.isDate) return clock.instantOf({ ...start, wall: endOfDay(dayMeantBy(until, isUtc)) });
  return clock.instantOf({ wall: until, zoneId: isUtc ? "UTC" : start.zoneId });
}

function endOfDay({ year, month, day }: WrittenTime["wall"]): WrittenTime["wall"] {
  return new ICAL.Time(
    { year, month, day, hour: 23, minute: 59, second: 59, isDate: false },
    ICAL.Timezone.localTimezone,
  );
}
