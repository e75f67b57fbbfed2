import { assert, constantFrom, property, string } from "fast-check";
import { expect, test } from "vitest";
import { editDistance, isWithinOneEdit } from "../../src/domain/closest-text.ts";

const name = string({ unit: constantFrom("a", "b", "c", "e", "é"), maxLength: 6 });

test("isWithinOneEdit agrees with an editDistance of at most one", () => {
  assert(
    property(name, name, (left, right) => {
      expect(isWithinOneEdit(left, right)).toBe(editDistance(left, right) <= 1);
    }),
    { numRuns: 3_000, seed: 7 },
  );
});
