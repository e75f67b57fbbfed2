import { array, assert, integer, nat, property } from "fast-check";
import { describe, expect, it, test } from "vitest";
import { centsText, dollarsText, exactCents, sumOfCents } from "../../../src/domain/report/exact-cents.ts";

test.each([
  [0, "0", "0.00"],
  [14.5, "14.5", "0.15"],
  [0.5, "0.5", "0.01"],
  [0.49, "0.49", "0.00"],
  [1234.567, "1234.567", "12.35"],
  [1e-7, "0.0000001", "0.00"],
  [1e-300, "0", "0.00"],
  [999_999.999, "999999.999", "10000.00"],
  [-14.5, "-14.5", "-0.15"],
])("%d cents are %s, and %s dollars", (cents, text, dollars) => {
  expect([centsText(exactCents(cents)), dollarsText(exactCents(cents))]).toEqual([text, dollars]);
});

describe("sums", () => {
  it("lose nothing that floating-point sums lose", () => {
    const many = Array.from({ length: 100_000 }, () => exactCents(0.1));
    expect(centsText(sumOfCents(many))).toBe("10000");
    expect(Array.from({ length: 100_000 }, () => 0.1).reduce((sum, each) => sum + each, 0)).not.toBe(10_000);
  });

  it("are those of the decimals as written, in any order and grouping", () => {
    const thousandths = integer({ min: 0, max: 1_000_000_000 });
    assert(
      property(array(thousandths, { maxLength: 50 }), nat(50), (written, cut) => {
        const all = written.map((each) => exactCents(Number((each / 1000).toFixed(3))));
        const whole = centsText(sumOfCents(all));
        const total = written.reduce((sum, each) => sum + BigInt(each), 0n);
        expect(whole).toBe(centsText(exactCents(0.001) * total));
        const parts = [all.slice(cut).toReversed(), all.slice(0, cut)].map((part) => sumOfCents(part));
        expect(centsText(sumOfCents(parts))).toBe(whole);
      }),
      { numRuns: 200 },
    );
  });
});
