import ICAL from "ical.js";
import { DAY_MS } from "../../clock.ts";
import { type Span, mergeSpans } from "../time/spans.ts";
import type { Zone } from "../time/zoned-time.ts";
import { type Component, feedParts } from "./feed-blocks.ts";
import { type Reach, instantsIn, startsOf } from "./feed-repeats.ts";
import { type WrittenTime, FeedClock, writtenTime } from "./feed-times.ts";

/** What a calendar file contains about the requested time. */
export interface FeedReading {
  /** Sorted, without overlaps. */
  readonly busy: readonly Span[];
  /** How many events and changed occurrences the file has, whether they take time or not. */
  readonly events: number;
  /** What could not be read, in words. */
  readonly problems: readonly string[];
  /** The first event; its span is null if it is cancelled. */
  readonly first: { readonly uid: string | null; readonly span: Span | null } | null;
  /** Whether the file ends as a calendar must. */
  readonly isComplete: boolean;
}

export interface FeedQuestion {
  readonly span: Span;
  /** The clinic's zone, in which floating times and whole days are read. */
  readonly zone: Zone;
  /** The owner's email address, if known: events that the owner declined take no time. */
  readonly owner?: string | undefined;
}

/** Does the work; undefined: gave it up because it took too long. */
export type Attempt = <T>(work: () => T) => T | undefined;

const unbounded: Attempt = (work) => work();

/**
 * The busy times of an iCalendar file (RFC 5545). Events that are cancelled, marked as free or declined by the
 * calendar's owner take no time. undefined: the text is not a calendar.
 */
export function busyTimes(
  text: string,
  { span, zone, owner: known }: FeedQuestion,
  attempt: Attempt = unbounded,
): FeedReading | undefined {
  const parts = feedParts(text);
  if (parts === undefined) return undefined;
  const clock = new FeedClock(zone, parts.zones);
  const owner = [known, parts.name].find((name) => name?.includes("@"))?.toLowerCase();
  const reach = { clock, since: span.from, until: span.to };
  const found = [
    ...seriesOf(parts.events).map((series) => readable(() => timesOf(series, reach, { owner, attempt }))),
    ...parts.freeBusy.map((component) => readable(() => ({ ...nothing, all: periodsOf(component, clock) }))),
  ];
  const busy = found.flatMap((each) => each?.all ?? []);
  const clipped = busy.map(({ from, to }) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }));
  const unreadable = found.reduce((sum, each) => sum + (each?.unreadable ?? 1), parts.unreadable);
  const isCut = found.some((each) => each?.isCut === true);
  const [first] = parts.events;
  return {
    busy: mergeSpans(clipped),
    events: parts.events.length,
    problems: problemsIn({ unreadable, isCut, unknownZones: [...clock.unknownZones] }),
    first: first === undefined ? null : (readable(() => factsOf(first, clock)) ?? null),
    isComplete: parts.isComplete,
  };
}

interface Misread {
  readonly unreadable: number;
  readonly isCut: boolean;
  readonly unknownZones: readonly string[];
}

function problemsIn({ unreadable, isCut, unknownZones }: Misread): readonly string[] {
  return [
    ...(unreadable === 0 ? [] : [`events that cannot be read: ${unreadable}`]),
    ...unknownZones.slice(0, 5).map((name) => `unknown time zone "${name.slice(0, 60)}", read as the clinic's`),
    ...(isCut ? ["an event has a recurrence rule that cannot be followed to its end"] : []),
  ];
}

/** undefined: ical.js cannot read the value. It parses values only when they are accessed, and throws plain errors. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function factsOf(event: Component, clock: FeedClock) {
  const span = isCancelled(event) ? undefined : spanOf(event, clock);
  return { uid: textOf(event, "uid") ?? null, span: span === undefined ? null : { from: span.from, to: span.to } };
}

/** One event and its changed occurrences. */
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
  // A feed of only a few weeks may hold changed occurrences without their series.
  return [...series, ...[...changes.values()].map((changed) => ({ event: undefined, changed }))];
}

interface Occurrence extends Span {
  readonly event: Component;
}

interface Found {
  readonly all: readonly Occurrence[];
  readonly isCut: boolean;
  /** How many events have no readable time. */
  readonly unreadable: number;
}

interface Taking {
  readonly owner: string | undefined;
  readonly attempt: Attempt;
}

const nothing = { isCut: false, unreadable: 0 };

/** The occurrences of the series that take time. */
function timesOf(series: Series, reach: Reach, { owner, attempt }: Taking) {
  const found = occurrencesOf(series, reach, attempt);
  return { ...found, all: found.all.filter(({ event }) => takesTime(event, owner)) };
}

/**
 * The occurrences of a series. If its rule never matches, or takes too long to follow, only those written out in the
 * file.
 */
function occurrencesOf({ event, changed }: Series, reach: Reach, attempt: Attempt): Found {
  const own = changed.flatMap((change) => spanOf(change, reach.clock) ?? []);
  const unreadable = [...(event === undefined ? [] : [event]), ...changed].filter(
    (each) => !isCancelled(each) && writtenTime(each.getFirstProperty("dtstart")) === undefined,
  ).length;
  const found = { all: own, isCut: false, unreadable };
  const first = event === undefined ? undefined : spanOf(event, reach.clock);
  if (event === undefined || first === undefined) return found;
  const follow = () => repeated({ event, changed }, first, reach);
  const following = readable(() => (event.hasProperty("rrule") ? attempt(follow) : follow()));
  if (following === undefined) return { ...found, all: [first, ...own], isCut: true };
  return { ...found, all: [...following.all, ...own], isCut: following.isCut };
}

function repeated({ event, changed }: Series & { readonly event: Component }, first: Occurrence, reach: Reach) {
  const { clock, since } = reach;
  const start = writtenTime(event.getFirstProperty("dtstart"));
  if (start === undefined) return { all: [], isCut: false };
  const series = { start, clock };
  const replaced = new Set(changed.flatMap((change) => instantsIn(change, "recurrence-id", series)));
  const following = changed.filter(
    (change) => change.getFirstProperty("recurrence-id")?.getFirstParameter("range") === "THISANDFUTURE",
  );
  // An occurrence that began earlier may last into the requested time, or have been moved into it.
  const earliest = following.length > 0 ? Number.NEGATIVE_INFINITY : since - (first.to - first.from);
  const { starts, isCut } = startsOf(event, start, { ...reach, since: earliest });
  const all = starts
    .filter(([from]) => !replaced.has(from))
    .map(([from, to]) => moved({ event, from, to: to ?? endOf(first, from, clock) }, following, series));
  return { all, isCut };
}

/** Whole days stay whole days when the clocks change. */
function endOf({ event, from, to }: Occurrence, start: number, clock: FeedClock): number {
  const isWholeDays = writtenTime(event.getFirstProperty("dtstart"))?.wall.isDate === true;
  return isWholeDays ? clock.daysLater(start, Math.round((to - from) / DAY_MS)) : start + to - from;
}

/** The occurrence as changed by the last "this and future" change that applies to it. */
function moved(
  occurrence: Occurrence,
  following: readonly Component[],
  series: { readonly start: WrittenTime; readonly clock: FeedClock },
): Occurrence {
  let result = occurrence;
  for (const change of following) {
    const [from] = instantsIn(change, "recurrence-id", series);
    const span = spanOf(change, series.clock);
    if (from === undefined || span === undefined || occurrence.from < from) continue;
    const start = occurrence.from + span.from - from;
    result = { event: change, from: start, to: start + span.to - span.from };
  }
  return result;
}

/**
 * An event's time: from start to end, or for its duration. Without either, a whole day if it has only a date, else no
 * time.
 */
function spanOf(event: Component, clock: FeedClock): Occurrence | undefined {
  const start = writtenTime(event.getFirstProperty("dtstart"));
  if (start === undefined) return undefined;
  const from = clock.instantOf(start);
  const end = writtenTime(event.getFirstProperty("dtend"));
  const to = end === undefined ? undefined : clock.instantOf(end);
  // Reminders end when they start; one with only a date takes the whole day.
  if (to !== undefined && (to > from || !start.wall.isDate)) return { event, from, to };
  const duration: unknown = event.getFirstPropertyValue("duration");
  if (to === undefined && duration instanceof ICAL.Duration) return { event, from, to: after(start, duration, clock) };
  if (!start.wall.isDate) return { event, from, to: from };
  const next = start.wall.clone();
  next.adjust(1, 0, 0, 0);
  return { event, from, to: clock.instantOf({ wall: next, zoneId: null }) };
}

/** Adds a duration. Days and weeks are calendar days, hours are exact (RFC 5545 3.3.6). */
function after({ wall, zoneId }: WrittenTime, duration: InstanceType<typeof ICAL.Duration>, clock: FeedClock): number {
  const { weeks, days, hours, minutes, seconds, isNegative } = duration;
  const sign = isNegative ? -1 : 1;
  const date = wall.clone();
  date.adjust(sign * (7 * weeks + days), 0, 0, 0);
  return clock.instantOf({ wall: date, zoneId }) + sign * ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function isCancelled(event: Component): boolean {
  return textOf(event, "status")?.toUpperCase() === "CANCELLED";
}

function takesTime(event: Component, owner: string | undefined): boolean {
  if (textOf(event, "transp")?.toUpperCase() === "TRANSPARENT") return false;
  if (isCancelled(event)) return false;
  // Outlook's own property; with it, TRANSP may be missing ([MS-OXCICAL] 2.1.3.1.1.20.31).
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
