import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { dateAt, wallTimeAt } from "../../../src/domain/time/zoned-time.ts";

const zones = Intl.supportedValuesOf("timeZone");
const minute = 60_000;

/** The instants just before and at each change of a zone's clocks, from 2012 on. */
function changes(zone: string): readonly number[] {
  const found: number[] = [];
  let at = Temporal.Instant.from("2012-01-01T00:00Z").toZonedDateTimeISO(zone);
  for (let next = at.getTimeZoneTransition("next"); next !== null; next = at.getTimeZoneTransition("next")) {
    if (next.year > 2028) break;
    found.push(next.epochMilliseconds);
    at = next;
  }
  return found;
}

test("clocks change at whole minutes in every zone, since 2012", () => {
  expect(zones.flatMap((zone) => changes(zone).filter((instant) => instant % 60_000 !== 0))).toEqual([]);
});

test("date and time are what Temporal says, around every change of a zone's clocks", () => {
  const wrong = [
    "Africa/Porto-Novo",
    "America/Chicago",
    "Australia/Adelaide",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Monrovia",
  ]
    .flatMap((zone) =>
      [Date.UTC(1971, 5, 1, 12, 7), Date.UTC(2010, 10, 7, 2, 31), ...changes(zone)].map((instant) => ({
        zone,
        instant,
      })),
    )
    .flatMap(({ zone, instant }) => [-1, 0, 1, minute, -minute].map((shift) => ({ zone, instant: instant + shift })))
    .filter(({ zone, instant }) => {
      const shown = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime();
      return shown.toString({ smallestUnit: "minute" }) !== `${dateAt(instant, zone)}T${wallTimeAt(instant, zone)}`;
    });
  expect(wrong).toEqual([]);
});
