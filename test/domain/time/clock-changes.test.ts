import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { wallSpans, dateAt, instantOf, startOfDay, wallTimeAt } from "../../../src/domain/time/zoned-time.ts";
import { addDays } from "../../../src/domain/time/wall-date.ts";
import { wallClock } from "./wall-clock.ts";

const minute = 60_000;
const first = Date.parse("2024-01-01T00:00:00Z");
const last = Date.parse("2032-12-31T23:59:59Z");

const zones = Intl.supportedValuesOf("timeZone");

function clockChanges(zone: string): readonly number[] {
  const changes: number[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(zone);
  for (;;) {
    at = at.getTimeZoneTransition("next");
    if (at === null || at.epochMilliseconds > last) return changes;
    changes.push(at.epochMilliseconds);
  }
}

const changesOf = new Map(zones.map((zone) => [zone, clockChanges(zone)]));
const changes = [...changesOf].flatMap(([zone, instants]) => instants.map((instant) => ({ zone, instant })));

const officeHours = [
  [8 * 60, 12 * 60 + 30],
  [14 * 60, 18 * 60],
] as const;

describe("opening hours on days when the clocks change", () => {
  it("covers the zones of the world and their changes", () => {
    expect(zones.length).toBeGreaterThan(400);
    expect(changes.length).toBeGreaterThan(1500);
  });

  it("keeps 08:00-12:30 and 14:00-18:00 in every zone, on the day of each change and the days around it", () => {
    const wrong = [...changesOf].flatMap(([zone, instants]) => {
      const clock = wallClock(zone);
      const dates = instants.length === 0 ? ["2026-03-29"] : instants.map((instant) => dateAt(instant, zone));
      const around = dates.flatMap((date) => [addDays(date, -1), date, addDays(date, 1)]);
      return around.flatMap((date) =>
        officeHours.flatMap(([opens, closes]) => {
          const shown = wallSpans(date, zone, [opens, closes]).map(({ from, to }) => [clock(from), clock(to)]);
          const expected = [
            [
              { date, minutes: opens },
              { date, minutes: closes },
            ],
          ];
          return isDeepStrictEqual(shown, expected) ? [] : [`${zone} ${date} ${JSON.stringify(shown)}`];
        }),
      );
    });
    expect(wrong).toEqual([]);
  });

  it("is open exactly when the wall clock shows a time within the hours, whatever they are", () => {
    const hours = fc.tuple(fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 0, max: 1440 }));
    fc.assert(
      fc.property(fc.constantFrom(...changes), hours, fc.integer({ min: -300, max: 300 }), (change, [a, b], offset) => {
        const [opens, closes] = a < b ? [a, b] : [b, a];
        const instant = change.instant + offset * minute;
        const shown = wallClock(change.zone)(instant);
        const spans = wallSpans(shown.date, change.zone, [opens, closes]);
        const isOpen = spans.some(({ from, to }) => from <= instant && instant < to);
        expect(isOpen).toBe(opens <= shown.minutes && shown.minutes < closes);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("a wall time as an instant", () => {
  it.each([
    ["skipped: later by the gap", "2026-03-08", "02:30", "2026-03-08T07:30:00Z", "03:30"],
    ["twice: the first", "2026-11-01", "01:30", "2026-11-01T05:30:00Z", "01:30"],
    ["after the change", "2026-03-08", "09:00", "2026-03-08T13:00:00Z", "09:00"],
    ["the end of the day", "2026-03-08", "24:00", "2026-03-09T04:00:00Z", "00:00"],
  ])("%s", (_, ...[date, time, instant, shown]) => {
    expect(new Date(instantOf(date, time, "America/Toronto")).toISOString()).toBe(instant.replace("Z", ".000Z"));
    expect(wallTimeAt(Date.parse(instant), "America/Toronto")).toBe(shown);
  });

  it("starts a day without midnight at its first instant", () => {
    expect(wallTimeAt(startOfDay("2026-04-24", "Africa/Cairo"), "Africa/Cairo")).toBe("01:00");
  });
});
