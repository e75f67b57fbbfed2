import { expect, it } from "vitest";
import { progressText } from "../../src/terminal/output.ts";

it("shows how much is done and the latest item, which cannot move the cursor", () => {
  expect(progressText(0, 8, "")).toBe(`${"░".repeat(24)} 0 of 8  `);
  expect(progressText(2, 8, "row 3\u001B[2J")).toBe(`${"█".repeat(6)}${"░".repeat(18)} 2 of 8  row 3[2J`);
  expect(progressText(8, 8, "row 9")).toBe(`${"█".repeat(24)} 8 of 8  row 9`);
});
