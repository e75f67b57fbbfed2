import ICAL from "ical.js";
import { DAY_MS } from "../../clock.ts";
import { type Span, mergeSpans } from "../time/spans.ts";
import type { Zone } from "../time/zoned-time.ts";
import { type Component, feedParts } from "./feed-blocks.ts";
import { FeedClock, type WrittenTime, writtenTime, writtenTimes } from "./feed-times.ts";

/** What a calendar file says of the time that was asked about. */
export interface FeedReading {
  /** Sorted, without overlaps. */
  readonly busy: readonly Span[];
  /** Events and their changed occurrences, whether they take time or not. */
  readonly events: number;
  /** What could not be read, in words. */
  readonly problems: readonly string[];
  /** The first event; its span is null when it is cancelled. */
  readonly first: { readonly uid: string | null; readonly span: Span | null } | null;
}

export interface FeedQuestion {
  readonly span: Span;
  /** The clinic's: floating times and whole days are meant by its clock. */
  readonly zone: Zone;
  /** The owner's mail address, if it is known: what they declined takes none of their time. */
  readonly owner?: string | undefined;
}

/** More occurrences than this of one event are not followed: no calendar of people needs them. */
const MOST_OCCURRENCES = 20_000;

/**
 * The busy times of an iCalendar file (RFC 5545). Events that are cancelled, marked as free or declined by the
 * calendar's owner take no time. undefined: the text is not a calendar.
 */
export function busyTimes(text: string, { span, zone, owner: known }: FeedQuestion): FeedReading | undefined {
  const parts = feedParts(text);
  if (parts === undefined) return undefined;
  const clock = new FeedClock(zone, parts.zones);
  const owner = [known, parts.name].find((name) => name?.includes("@"))?.toLowerCase();
  const busy: Span[] = [];
  let isEndless = false;
  for (const series of seriesOf(parts.events)) {
    const found = occurrences(series, { clock, until: span.to });
    isEndless ||= found.isCut;
    for (const { event, from, to } of found.all) if (takesTime(event, owner)) busy.push({ from, to });
  }
  for (const component of parts.freeBusy) busy.push(...periodsOf(component, clock));
  const clipped = busy.map(({ from, to }) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }));
  const problems = [
    ...(parts.unreadable === 0 ? [] : [`events that cannot be read: ${parts.unreadable}`]),
    ...[...clock.unknownZones]
      .slice(0, 5)
      .map((name) => `unknown time zone "${name.slice(0, 60)}", read as the clinic's`),
    ...(isEndless ? [`an event repeats more than ${MOST_OCCURRENCES} times`] : []),
  ];
  const [first] = parts.events;
  return {
    busy: mergeSpans(clipped),
    events: parts.events.length,
    problems,
    first: first === undefined ? null : factsOf(first, clock),
  };
}

function factsOf(event: Component, clock: FeedClock) {
  const isCancelled = textOf(event, "status")?.toUpperCase() === "CANCELLED";
  const span = isCancelled ? undefined : spanOf(event, clock);
  return { uid: textOf(event, "uid") ?? null, span: span === undefined ? null : { from: span.from, to: span.to } };
}

/** One event with what its occurrences were changed to, by the instants at which they would have begun. */
interface Series {
  readonly event: Component | undefined;
  readonly changed: readonly Component[];
}

function seriesOf(events: readonly Component[]): readonly Series[] {
  const changes = new Map<string, Component[]>();
  const whole: Component[] = [];
  for (const event of events) {
    if (!event.hasProperty("recurrence-id")) {
      whole.push(event);
      continue;
    }
    const uid = textOf(event, "uid") ?? "";
    const known = changes.get(uid);
    if (known === undefined) changes.set(uid, [event]);
    else known.push(event);
  }
  const series = whole.map((event) => {
    const uid = textOf(event, "uid") ?? "";
    const changed = event.hasProperty("rrule") || event.hasProperty("rdate") ? (changes.get(uid) ?? []) : [];
    if (changed.length > 0) changes.delete(uid);
    return { event, changed };
  });
  // A feed of a few weeks holds changed occurrences without their series.
  return [...series, ...[...changes.values()].map((changed) => ({ event: undefined, changed }))];
}

interface Occurrence extends Span {
  readonly event: Component;
}

interface Reach {
  readonly clock: FeedClock;
  readonly until: number;
}

function occurrences({ event, changed }: Series, reach: Reach) {
  const own = changed.flatMap((change) => spanOf(change, reach.clock) ?? []);
  if (event === undefined) return { all: own, isCut: false };
  const first = spanOf(event, reach.clock);
  const start = writtenTime(event.getFirstProperty("dtstart"));
  if (first === undefined || start === undefined) return { all: own, isCut: false };
  const { starts, isCut } = startsOf(event, start, reach);
  const replaced = new Set(changed.flatMap((change) => instantsIn(change, "recurrence-id", reach.clock)));
  const following = changed.filter(
    (change) => change.getFirstProperty("recurrence-id")?.getFirstParameter("range") === "THISANDFUTURE",
  );
  const all = starts
    .filter((from) => !replaced.has(from))
    .map((from) => moved({ event, from, to: endOf(first, from, reach.clock) }, following, reach.clock));
  return { all: [...all, ...own], isCut };
}

/** Whole days stay whole days when the clocks change. */
function endOf({ event, from, to }: Occurrence, start: number, clock: FeedClock): number {
  const isWholeDays = writtenTime(event.getFirstProperty("dtstart"))?.wall.isDate === true;
  return isWholeDays ? clock.daysLater(start, Math.round((to - from) / DAY_MS)) : start + to - from;
}

/** As the latest change "of this and all that follow" before it says. */
function moved(occurrence: Occurrence, following: readonly Component[], clock: FeedClock): Occurrence {
  let result = occurrence;
  for (const change of following) {
    const [from] = instantsIn(change, "recurrence-id", clock);
    const span = spanOf(change, clock);
    if (from === undefined || span === undefined || occurrence.from < from) continue;
    const start = occurrence.from + span.from - from;
    result = { event: change, from: start, to: start + span.to - span.from };
  }
  return result;
}

/** The instants at which it begins, its first included, before `until`. */
function startsOf(event: Component, start: WrittenTime, { clock, until }: Reach) {
  const starts = new Set([clock.instantOf(start)]);
  let isCut = false;
  for (const property of event.getAllProperties("rrule")) {
    const rule: unknown = property.getFirstValue();
    if (!(rule instanceof ICAL.Recur)) continue;
    isCut ||= !follow(rule, start, { clock, until }, (instant) => starts.add(instant));
  }
  for (const instant of instantsIn(event, "rdate", clock)) starts.add(instant);
  for (const property of event.getAllProperties("exdate")) {
    for (const { wall, zoneId } of writtenTimes(property)) {
      starts.delete(clock.instantOf(asWritten(start, { wall, zoneId })));
    }
  }
  return { starts: [...starts].filter((instant) => instant < until), isCut };
}

/** Some programs exclude a date where they mean the occurrence of that date, or a time where they mean a whole day. */
function asWritten(start: WrittenTime, excluded: WrittenTime): WrittenTime {
  if (start.wall.isDate === excluded.wall.isDate) return excluded;
  return start.wall.isDate
    ? { wall: dayMeantBy(excluded.wall, excluded.zoneId === "UTC"), zoneId: null }
    : { ...start, wall: timeOn(excluded.wall, start) };
}

/** The largest offset of a zone that people live in, but for a few islands. */
const MOST_AHEAD_HOURS = 13;

/** The day whose beginning a program wrote as a time: by its own clock, or in UTC. */
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

/** @returns false: it went on and on */
function follow(
  rule: InstanceType<typeof ICAL.Recur>,
  start: WrittenTime,
  { clock, until }: Reach,
  add: (instant: number) => void,
): boolean {
  const last = lastOf(rule, start, clock);
  rule.until = null;
  const iterator = rule.iterator(start.wall);
  for (let count = 0; count < MOST_OCCURRENCES; count += 1) {
    const next: unknown = iterator.next();
    if (!(next instanceof ICAL.Time)) return true;
    const instant = clock.instantOf({ wall: next, zoneId: start.zoneId });
    if (instant > last || instant >= until) return true;
    add(instant);
  }
  return false;
}

/** The UNTIL of a rule is an instant, a date, or a time by the event's own clock. */
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

function instantsIn(component: Component, name: string, clock: FeedClock): readonly number[] {
  return component
    .getAllProperties(name)
    .flatMap((property) => writtenTimes(property).map((time) => clock.instantOf(time)));
}

/** From start to end, or by its duration; without either, a whole day if it has a date only, else no time. */
function spanOf(event: Component, clock: FeedClock): Occurrence | undefined {
  const start = writtenTime(event.getFirstProperty("dtstart"));
  if (start === undefined) return undefined;
  const from = clock.instantOf(start);
  const end = writtenTime(event.getFirstProperty("dtend"));
  const to = end === undefined ? undefined : clock.instantOf(end);
  // Reminders have an end that is their start; a date is then meant whole.
  if (to !== undefined && (to > from || !start.wall.isDate)) return { event, from, to };
  const duration: unknown = event.getFirstPropertyValue("duration");
  if (to === undefined && duration instanceof ICAL.Duration)
    return { event, from, to: from + duration.toSeconds() * 1000 };
  if (!start.wall.isDate) return { event, from, to: from };
  const next = start.wall.clone();
  next.adjust(1, 0, 0, 0);
  return { event, from, to: clock.instantOf({ wall: next, zoneId: null }) };
}

function takesTime(event: Component, owner: string | undefined): boolean {
  if (textOf(event, "transp")?.toUpperCase() === "TRANSPARENT") return false;
  if (textOf(event, "status")?.toUpperCase() === "CANCELLED") return false;
  // Outlook's own mark; where it is there, TRANSP may be missing ([MS-OXCICAL] 2.1.3.1.1.20.31).
  if (textOf(event, "x-microsoft-cdo-busystatus")?.toUpperCase() === "FREE") return false;
  return owner === undefined || !hasDeclined(event, owner);
}

function hasDeclined(event: Component, owner: string): boolean {
  return event.getAllProperties("attendee").some((attendee) => {
    const address: unknown = attendee.getFirstValue();
    const isOwner = typeof address === "string" && address.toLowerCase() === `mailto:${owner}`;
    return isOwner && attendee.getFirstParameter("partstat") === "DECLINED";
  });
}

function periodsOf(component: Component, clock: FeedClock): readonly Span[] {
  return component.getAllProperties("freebusy").flatMap((property) => {
    if (property.getFirstParameter("fbtype") === "FREE") return [];
    const values: readonly unknown[] = property.getValues();
    return values.flatMap((value) => {
      if (!(value instanceof ICAL.Period)) return [];
      const [from, to] = [value.start, value.getEnd()].map((wall) => clock.instantOf({ wall, zoneId: "UTC" }));
      return from === undefined || to === undefined ? [] : [{ from, to }];
    });
  });
}

function textOf(component: Component, name: string): string | undefined {
  const value: unknown = component.getFirstPropertyValue(name);
  return typeof value === "string" ? value : undefined;
}
