import { PassThrough } from "node:stream";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { humanOutput } from "../../src/terminal/output.ts";
import { table } from "../../src/terminal/table.ts";

const url = "https://voice.example.com/webhooks/retell/inbound/01a1fc39-deab-71ea-85de-da8298e21542";
const head = ["number", "clinic", "agent", "webhook"];
const rows = [["+14155550100", "austin-test-clinic", "agent_d51ec74975676a5b197048541a86@0", url]];
const keep = ["number", "clinic"];

function widest(text: string): number {
  return Math.max(...text.split("\n").map((line) => Array.from(line).length));
}

/** The longest word of the line that says what is hidden. */
const LONGEST_WORD = "terminal".length;

describe("a table", () => {
  it("is printed in full without a terminal", () => {
    expect(table(head, rows, { width: undefined, keep })).toBe(table(head, rows));
    expect(table(head, rows)).toContain(url);
  });

  it("fits the terminal: the widest columns are shortened, the kept ones stay whole", () => {
    const drawn = table(head, rows, { width: 80, keep });
    expect(widest(drawn)).toBeLessThanOrEqual(80);
    expect(drawn).toContain("+14155550100  austin-test-clinic  agent_");
    expect(drawn).toContain("…");
    expect(table(head, rows, { width: 200, keep })).toBe(table(head, rows));
  });

  it("leaves columns out when shortening is not enough, and never those that are kept", () => {
    const drawn = table(head, rows, { width: 45, keep });
    expect(drawn).toMatch(/^NUMBER +CLINIC +AGENT$/mu);
    expect(table(head, rows, { width: 10, keep })).toMatch(/^NUMBER +CLINIC$/mu);
  });

  it("is as wide as the terminal at most, unless what is kept is wider", () => {
    const cells = fc.array(fc.string({ unit: "grapheme-ascii", maxLength: 60 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 200 }), (all, width) => {
        const drawn = table(head, all, { width, keep: ["number"] });
        const kept = Math.max("number".length, ...all.map(([cell = ""]) => cell.length));
        expect(widest(drawn)).toBeLessThanOrEqual(Math.max(width, kept, LONGEST_WORD));
      }),
    );
  });
});

it("asks the terminal for its width, and a pipe for none", () => {
  const texts = [{ isTTY: true, columns: 40 }, {}].map((facts) => {
    const stdout = Object.assign(new PassThrough(), facts);
    const output = humanOutput({ stdout, stderr: new PassThrough() }, { quiet: false, verbose: false, colour: false });
    output.result([], (_, width) => String(width));
    return String(stdout.read());
  });
  expect(texts).toEqual(["40\n", "undefined\n"]);
});
