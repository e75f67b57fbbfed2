import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closestText, editDistance } from "../../../src/domain/closest-text.ts";
import { mergeSpans, subtractSpans } from "../../../src/domain/time/spans.ts";
import { datesFrom, isWallDate, weekdayNumber } from "../../../src/domain/time/wall-date.ts";
import { minutesOfWallTime, wallTimeOfMinutes } from "../../../src/domain/time/wall-time.ts";
import { parseZone } from "../../../src/domain/time/zoned-time.ts";
import { AscendiaError } from "../../../src/errors.ts";

function hintFor(zone: string): string {
  try {
    return parseZone(zone);
  } catch (error) {
    if (error instanceof AscendiaError) return error.hint ?? "";
    throw error;
  }
}

describe("zones", () => {
  it.each([
    ["Africa/Porto-Novo", "Africa/Porto-Novo"],
    ["america/toronto", "America/Toronto"],
    ["America/Montreal", "America/Montreal"],
    ["Africa/Porto-Nova", "Did you mean Africa/Porto-Novo?"],
    ["Porto-Novo", "Did you mean Africa/Porto-Novo?"],
    ["America/Porto Novo", "Did you mean Africa/Porto-Novo?"],
    ["+01:00", "Use the IANA zone of the clinic's city, for example America/Toronto."],
    ["UTC+1", "Use the IANA zone of the clinic's city, for example America/Toronto."],
    ["Atlantis/Deep", "Use a name such as Africa/Porto-Novo or America/Toronto."],
    ["", "Use a name such as Africa/Porto-Novo or America/Toronto."],
  ])("%s: %s", (written, answer) => {
    expect(hintFor(written)).toBe(answer);
  });
});

describe("wall times and dates", () => {
  it.each([
    ["08:30", 510],
    ["8h30", 510],
    ["8 h", 480],
    ["24:00", 1440],
    ["24:01", undefined],
    ["8", undefined],
    ["noon", undefined],
  ])("%s is %s minutes", (text, minutes) => {
    expect(minutesOfWallTime(text)).toBe(minutes);
  });

  it("reads every time it writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1440 }), (minutes) => {
        expect(minutesOfWallTime(wallTimeOfMinutes(minutes))).toBe(minutes);
      }),
    );
  });

  it.each([
    ["2024-02-29", true],
    ["2026-02-29", false],
    ["2026-13-01", false],
    ["2026-3-1", false],
    ["2199-12-31", true],
    ["9999-12-31", false],
  ])("%s exists: %s", (text, exists) => {
    expect(isWallDate(text)).toBe(exists);
  });

  it("counts weekdays from Monday and dates to the last", () => {
    expect(["2026-03-02", "2026-03-08"].map((date) => weekdayNumber(date))).toEqual([1, 7]);
    expect(datesFrom("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(datesFrom("2026-03-02", "2026-03-01")).toEqual([]);
  });
});

describe("spans", () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

  it("subtracting holes leaves what is in a span and in no hole", () => {
    fc.assert(
      fc.property(fc.array(span), fc.array(span), (spans, holes) => {
        const left = subtractSpans(mergeSpans(spans), mergeSpans(holes));
        for (let at = 0; at <= 60; at += 1) {
          const isIn = (each: { from: number; to: number }): boolean => each.from <= at && at < each.to;
          expect(left.some(isIn)).toBe(spans.some(isIn) && !holes.some(isIn));
        }
      }),
    );
  });
});

describe("similarity of texts", () => {
  it.each([
    ["kossou", "kosou", 1],
    ["kossou", "kossuo", 1],
    ["", "ab", 2],
    ["same", "same", 0],
  ])("%s and %s are %i apart", (left, right, edits) => {
    expect(editDistance(left, right)).toBe(edits);
  });

  it("finds nothing when all texts are too different", () => {
    expect(closestText("xyz", ["alpha", "beta"])).toBeUndefined();
  });
});
