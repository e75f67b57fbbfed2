import { assert, integer, property } from "fast-check";
import { expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/clock.ts";
import { type Heard, silentHours } from "../../../src/domain/alert/silence.ts";

/** Monday 2027-05-10, 00:00 in a zone without clock changes. */
const monday = Date.UTC(2027, 4, 10);
const week = 7 * DAY_MS;
const hours = (day: number, from: number, to: number) => ({ from: day + from * HOUR_MS, to: day + to * HOUR_MS });
const pastMondays = Array.from({ length: 9 }, (_, index) => monday - (9 - index) * week);
const openings = [...pastMondays, monday].map((day) => hours(day, 8, 18));
const callsAt = (day: number, ...at: readonly number[]) => at.map((hour) => day + hour * HOUR_MS + 20 * MINUTE_MS);
const every = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17];
const learned = pastMondays.flatMap((day) => callsAt(day, ...every));

function heard(more: Partial<Heard>): Heard {
  return { zone: "UTC", openings, calls: learned, now: monday + 12 * HOUR_MS, ...more };
}

it("counts the whole usual hours since the last call", () => {
  expect(silentHours(heard({}))).toBe(4);
  expect(silentHours(heard({ now: monday + 12 * HOUR_MS - 1 }))).toBe(3);
  expect(silentHours(heard({ calls: [...learned, ...callsAt(monday, 9)] }))).toBe(2);
  expect(silentHours(heard({ calls: [...learned, monday + 12 * HOUR_MS] }))).toBe(0);
});

it("does not count hours at which the clinic is closed today", () => {
  expect(silentHours(heard({ openings: openings.slice(0, -1) }))).toBe(0);
  expect(silentHours(heard({ openings: [...openings.slice(0, -1), hours(monday, 10, 18)] }))).toBe(2);
});

it("does not count hours that are usually quiet", () => {
  const afternoons = pastMondays.flatMap((day) => callsAt(day, 14, 15, 16, 17));
  expect(silentHours(heard({ calls: afternoons }))).toBe(0);
  expect(silentHours(heard({ calls: afternoons, now: monday + 16 * HOUR_MS }))).toBe(2);
});

it("learns nothing from weeks in which the clinic was closed, and needs more than two weeks", () => {
  const holidays = new Set(pastMondays.slice(4, 7));
  const calls = pastMondays.filter((day) => !holidays.has(day)).flatMap((day) => callsAt(day, ...every));
  const open = openings.filter(({ from }) => !holidays.has(from - 8 * HOUR_MS));
  expect(silentHours(heard({ calls, openings: open }))).toBe(4);
  expect(silentHours(heard({ calls }))).toBe(0);
  expect(silentHours(heard({ calls: pastMondays.slice(-2).flatMap((day) => callsAt(day, ...every)) }))).toBe(0);
});

it("finds no silence without any call, nor within the hour of a call", () => {
  expect(silentHours(heard({ calls: [] }))).toBe(0);
  const call = integer({ min: 0, max: 10 * 60 - 1 });
  assert(
    property(call, (minute) => {
      const at = monday + 8 * HOUR_MS + minute * MINUTE_MS;
      return silentHours(heard({ calls: [...learned, at], now: at + 59 * MINUTE_MS })) === 0;
    }),
  );
});

it("uses the clinic's local time when clocks change", () => {
  // In Paris clocks go forward on 2027-03-28: 10:00 is 09:00 UTC before, 08:00 UTC after.
  const after = Date.UTC(2027, 2, 29);
  const days = Array.from({ length: 6 }, (_, index) => after - (index + 1) * week).toReversed();
  const calls = days.map((day) => day + 9 * HOUR_MS + 5 * MINUTE_MS);
  const open = [...days.map((day) => hours(day, 8, 11)), hours(after, 7, 10)];
  expect(silentHours({ zone: "Europe/Paris", openings: open, calls, now: after + 9 * HOUR_MS })).toBe(1);
  expect(silentHours({ zone: "Europe/Paris", openings: open, calls, now: after + 8 * HOUR_MS })).toBe(0);
});
