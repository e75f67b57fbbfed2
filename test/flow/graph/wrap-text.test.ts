import * as fc from "fast-check";
import { expect, test } from "vitest";
import { wrapText } from "../../../src/flow/graph/flow-graph.ts";

test.each([
  ["short", ["short"]],
  ["", []],
  ["one two three four", ["one two", "three four"]],
  ["one two three four five", ["one two", "three …"]],
  ["https://voice.example.com/api", ["https://vo", "ice.exam …"]],
  ["日本語日本語日本語", ["日本語日本", "語日本語"]],
])("%j in two lines of ten columns", (text, lines) => {
  expect(wrapText(text, { columns: 10, lines: 2 })).toEqual(lines);
});

test("never more lines or columns than fit, and the whole text if it fits", () => {
  const room = { columns: 12, lines: 3 };
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 120 }), (text) => {
      const lines = wrapText(text, room);
      expect(lines.length).toBeLessThanOrEqual(room.lines);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(room.columns);
      const isCut = lines.at(-1)?.endsWith("…") === true;
      const shown = lines.join("").replaceAll(/[ …]/g, "");
      expect(text.replaceAll(/\s/g, "").slice(0, isCut ? shown.length : undefined)).toBe(shown);
    }),
  );
});
