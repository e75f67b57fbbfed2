import { describe, expect, it, test } from "vitest";
import { spanOfWeek, weekAfter, weekBefore, weekNamed, weekOf } from "../../../src/domain/report/week.ts";

const HOUR_MS = 3_600_000;

test.each([
  ["2026-11-23", "2026-W48", "2026-11-23", "2026-11-29"],
  ["2026-11-29", "2026-W48", "2026-11-23", "2026-11-29"],
  ["2027-01-01", "2026-W53", "2026-12-28", "2027-01-03"],
  ["2024-12-30", "2025-W01", "2024-12-30", "2025-01-05"],
])("%s is in %s", (date, name, firstDate, lastDate) => {
  expect(weekOf(date)).toEqual({ name, firstDate, lastDate });
  expect(weekNamed(name, "--week")).toEqual(weekOf(date));
  expect(weekNamed(date, "--week")).toEqual(weekOf(date));
});

describe("ten years of weeks", () => {
  it.each(["Europe/Paris", "America/Toronto", "Africa/Porto-Novo", "Australia/Lord_Howe", "Pacific/Apia"])(
    "in %s follow each other without gap or overlap, and have 168 hours except when clocks change",
    (zone) => {
      let week = weekNamed("2020-W01", "--week");
      const lengths = new Set<number>();
      for (let count = 0; count < 522; count += 1) {
        const next = weekAfter(week);
        expect(spanOfWeek(week, zone).to).toBe(spanOfWeek(next, zone).from);
        expect(weekBefore(next)).toEqual(week);
        const { from, to } = spanOfWeek(week, zone);
        lengths.add((to - from) / HOUR_MS);
        week = next;
      }
      const changes = { "Africa/Porto-Novo": [168], "Australia/Lord_Howe": [167.5, 168, 168.5] };
      const expected = Object.entries(changes).find(([name]) => name === zone)?.[1] ?? [167, 168, 169];
      expect([...lengths].toSorted((one, other) => one - other)).toEqual(expected);
    },
  );
});

test.each([
  "",
  "2026-W54",
  "2025-W53",
  "2026-W00",
  "0001-W01",
  "9999-W01",
  "2026-02-30",
  "48",
  "2026-W48; --",
  "x".repeat(9000),
])("%s is not a week", (text) => {
  expect(() => weekNamed(text, "--week")).toThrow("is not a week");
});
