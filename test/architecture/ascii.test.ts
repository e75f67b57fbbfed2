import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";

const SOURCE = 'exports.said = `é · 😀`; exports.isOne = /^[’😀]$/u.test("😀"); exports.end = 1;\n';

/** Columns 0, 25 and 64 of the chunk are lines 1, 2 and 3 of its source. */
const MAP = {
  version: 3,
  file: "start-abcdefgh.cjs",
  sourceRoot: "",
  sources: ["source.ts"],
  sourcesContent: [],
  names: [],
  mappings: "AAAA,yBACA,uCACA",
};

function chunk(text: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dist-")));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "start-abcdefgh.cjs"), text);
  writeFileSync(join(folder, "start-abcdefgh.cjs.map"), JSON.stringify(MAP));
  return folder;
}

test("a chunk in ASCII says the same, and its source map points to the same places", () => {
  const folder = chunk(SOURCE);
  execFileSync(process.execPath, ["build/ascii.mjs", folder]);
  const path = join(folder, "start-abcdefgh.cjs");
  const text = readFileSync(path, "utf8");
  expect(text).toMatch(/^[\0-\x7f]*$/u);
  expect(createRequire(path)(path)).toEqual({ said: "é · 😀", isOne: true, end: 1 });
  const { mappings } = z.object({ mappings: z.string() }).parse(JSON.parse(readFileSync(`${path}.map`, "utf8")));
  const map = new SourceMap({ ...MAP, mappings });
  const lineAt = (part: string) => map.findEntry(0, text.indexOf(part));
  expect(["exports.said", "exports.isOne", "exports.end"].map(lineAt)).toMatchObject(
    [0, 1, 2].map((line) => ({ originalLine: line, generatedLine: 0 })),
  );
  expect(lineAt("exports.end")).toMatchObject({ generatedColumn: text.indexOf("exports.end") });
});

test("a character that an escape cannot stand for is refused", () => {
  const folder = chunk("exports.said = String.raw`é`;\n");
  expect(() => execFileSync(process.execPath, ["build/ascii.mjs", folder], { stdio: "pipe" })).toThrow("as an escape");
});
