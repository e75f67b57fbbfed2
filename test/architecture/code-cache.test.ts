import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let dist: string;

/** The build gives `main` a command line, and expects its exit code. */
const MAIN = `exports.main = async (line) => {
  const text = await require("./part-abcdefgh.cjs").text();
  return line === undefined ? text : 0;
};\n`;
const part = (text: string): string => `exports.text = () => "${text}";\n`;

beforeEach(() => {
  dist = realpathSync(mkdtempSync(join(tmpdir(), "dist-")));
  writeFileSync(join(dist, "main.cjs"), MAIN);
  writeFileSync(join(dist, "part-abcdefgh.cjs"), part("as built"));
  execFileSync(process.execPath, ["build/code-cache.mjs", dist]);
});

afterEach(() => rmSync(dist, { recursive: true }));

/** What a start with the cache answers, and how many of the scripts V8 did not take from it. */
function started(): unknown {
  const script = `
    const vm = require("node:vm");
    let refused = 0;
    class Watched extends vm.Script {
      constructor(source, options) {
        super(source, options);
        if (this.cachedDataRejected !== false) refused += 1;
      }
    }
    vm.Script = Watched;
    require(${JSON.stringify(resolve("bin/code-cache.js"))}).useCodeCache(${JSON.stringify(dist)});
    require(${JSON.stringify(join(dist, "main.cjs"))}).main().then((text) => console.log(JSON.stringify({ text, refused })));
  `;
  return JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }));
}

function cacheFile(): string {
  return join(dist, readdirSync(dist).find((name) => name.startsWith("code-cache-")) ?? "");
}

test("a start takes a chunk from the cache, and one that is not as it was built from its source", () => {
  expect(started()).toEqual({ text: "as built", refused: 0 });
  writeFileSync(join(dist, "part-abcdefgh.cjs"), part("changed since"));
  expect(started()).toEqual({ text: "changed since", refused: 1 });
});

test("a start without a cache, and one with another Node's, compiles", () => {
  renameSync(cacheFile(), cacheFile().replace(process.version, "v20.0.0"));
  expect(started()).toEqual({ text: "as built", refused: 0 });
});

test("a chunk with text that is not ASCII is left to Node", () => {
  writeFileSync(join(dist, "part-abcdefgh.cjs"), `exports.text = () => String.raw\`\u00e9\`;\n`);
  execFileSync(process.execPath, ["build/code-cache.mjs", dist]);
  expect(started()).toEqual({ text: "\u00e9", refused: 0 });
});

test("a chunk that imports late works from another process", () => {
  const late = `exports.text = async () => typeof (await import("node:os")).cpus;\n`;
  writeFileSync(join(dist, "part-abcdefgh.cjs"), late);
  execFileSync(process.execPath, ["build/code-cache.mjs", dist]);
  expect(started()).toEqual({ text: "function", refused: 0 });
});
