import * as fc from "fast-check";
import type { Interval, WeeklyHours } from "../../../src/domain/clinic/opening-hours.ts";
import { wallTimeOfMinutes } from "../../../src/domain/time/wall-time.ts";

/** One to two intervals on quarters of an hour, from midnight to midnight. */
const intervals: fc.Arbitrary<readonly Interval[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 4 })
  .map((quarters) => {
    const times = quarters.toSorted((a, b) => a - b).map((quarter) => wallTimeOfMinutes(quarter * 15));
    return Array.from({ length: Math.floor(times.length / 2) }, (_, index) => ({
      opens: times[2 * index] ?? "",
      closes: times[2 * index + 1] ?? "",
    }));
  });

const week: fc.Arbitrary<WeeklyHours> = fc.record({
  mon: intervals,
  tue: intervals,
  wed: intervals,
  thu: intervals,
  fri: intervals,
  sat: intervals,
  sun: intervals,
});

/** `doctor`: one of the two, or null for the clinic. Days are relative to the date examined. */
const exception = fc.record({
  kind: fc.constantFrom("closed" as const, "open" as const),
  doctor: fc.constantFrom(null, 0, 1),
  offset: fc.integer({ min: -1, max: 1 }),
  length: fc.integer({ min: 0, max: 1 }),
  interval: intervals.map(([first]) => first ?? { opens: "00:00", closes: "24:00" }),
});

const type = fc.record({
  minutes: fc.constantFrom(10, 20, 30, 45, 60, 90),
  bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 15),
  bufferAfterMinutes: fc.constantFrom(0, 0, 10, 30),
});

/**
 * A clinic with two doctors, the second perhaps with hours of their own, on the day whose time is `nowMinutes` after
 * midnight.
 */
export const situation = fc.record({
  hours: week,
  ownHours: fc.option(week),
  exceptions: fc.array(exception, { maxLength: 3 }),
  types: fc.array(type, { maxLength: 2 }),
  rooms: fc.array(fc.boolean(), { maxLength: 2 }),
  slotMinutes: fc.constantFrom(10, 15, 20, 30, 50),
  leastNoticeMinutes: fc.constantFrom(0, 60, 600),
  nowMinutes: fc.integer({ min: -600, max: 600 }),
  taken: fc.array(fc.record({ index: fc.nat(), isHold: fc.boolean() }), { maxLength: 6 }),
});

export type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;
