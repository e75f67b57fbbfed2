import { expect, test } from "vitest";
import { refusedKindOf } from "../../../src/domain/clinic/telephone/number-kind.ts";
import { isWithheldNumber } from "../../../src/domain/clinic/telephone/telephone.ts";

test.each([
  "+266696687",
  "+1266696687",
  "266696687",
  "0012562533",
  "Restricted",
  "+10000000000",
  "1111111111",
  "sip:1@pbx",
  "",
])("%j is a placeholder", (written) => {
  expect(isWithheldNumber(written)).toBe(true);
});

test.each(["+2290197000045", "+15125550145", "+33612345678"])("%s is not a placeholder", (written) => {
  expect(isWithheldNumber(written)).toBe(false);
});

test.each([
  ["+19005550145", "premium-rate"],
  ["+12129760145", "premium-rate"],
  ["+33899123457", "premium-rate"],
  ["+49180123457", "shared-cost"],
  ["+447012345679", "personal"],
  ["+447640123457", "pager"],
  ["+881612345679", "satellite"],
  ["+979123456780", "premium-rate"],
  ["+873123456789", "satellite"],
  ["+16005550145", "satellite"],
  ["+27861234567", "shared-cost"],
  ["+351707123456", "shared-cost"],
  // With extra digits, which the network ignores.
  ["+3689912345799", null],
  ["+36901234567", "premium-rate"],
  ["+49900112345678", "premium-rate"],
  ["+338991234571", "premium-rate"],
  ["+22901970000451", null],
  ["+2290197000045", null],
  ["+15125550145", null],
  ["+447911123456", null],
])("%s is %s", async (number, kind) => {
  expect(await refusedKindOf(number)).toBe(kind);
});
