import { MINUTE_MS } from "../../clock.ts";
import { Temporal } from "temporal-polyfill";
import type { WallDate } from "./wall-date.ts";
import { minutesPerDay } from "./wall-time.ts";
import type { Zone } from "./zoned-time.ts";

/** A half-open stretch of time in epoch milliseconds: `from` is in it, `to` is not. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

export function overlap(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to;
}

/** Sorted, with touching and overlapping spans joined and empty ones dropped. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    if (span.from >= span.to) continue;
    const last = merged.at(-1);
    if (last === undefined || span.from > last.to) merged.push(span);
    else if (span.to > last.to) merged[merged.length - 1] = { from: last.from, to: span.to };
  }
  return merged;
}

/** What is left of merged spans once merged holes are taken out. Both sorted. */
export function subtractSpans(spans: readonly Span[], holes: readonly Span[]): readonly Span[] {
  const left: Span[] = [];
  let first = 0;
  for (const span of spans) {
    while ((holes[first]?.to ?? Number.POSITIVE_INFINITY) <= span.from) first += 1;
    let from = span.from;
    for (let index = first; index < holes.length; index += 1) {
      const hole = holes[index];
      if (hole === undefined || hole.from >= span.to) break;
      if (hole.from > from) left.push({ from, to: hole.from });
      from = Math.max(from, hole.to);
    }
    if (from < span.to) left.push({ from, to: span.to });
  }
  return left;
}

/** A stretch of one calendar day in which the zone's offset does not change. `localStart` is the wall clock as if UTC. */
interface DaySegment extends Span {
  readonly offsetMs: number;
}

interface DaySegments {
  readonly utcMidnight: number;
  readonly segments: readonly DaySegment[];
}

const daysKept = 20_000;

const boundedCache = new Map<string, DaySegments>();

/**
 * The instants of a date at which the zone's clocks show a time from `fromMinute` (included) to `toMinute` (excluded).
 * One span on most days. When clocks go forward the skipped times are simply never shown; when they go back a time
 * that is shown twice counts twice. So hours keep their wall-clock times on every day, by definition.
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
  const known = boundedCache.get(key);
  if (known !== undefined) return known;
  if (boundedCache.size >= daysKept) boundedCache.clear();
  const found = findSegments(date, zone);
  boundedCache.set(key, found);
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
