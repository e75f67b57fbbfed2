import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseScenario } from "../../../src/simulator/scenario/parse-scenario.ts";

const A_SCENARIO = "book.yaml";

let dist: string;
beforeEach(() => (dist = mkdtempSync(join(tmpdir(), "ascendia-dist-"))));
afterEach(() => rmSync(dist, { recursive: true }));

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

describe.each(["understanding", "scenarios"])("the build's data of templates/%s", (folder) => {
  test("is what each file contains, by the digest of its text", () => {
    execFileSync(process.execPath, ["build/yaml-data.mjs", dist]);
    const built: unknown = JSON.parse(readFileSync(join(dist, "yaml-data", `${folder}.json`), "utf8"));
    const files = readdirSync(join("templates", folder)).filter((name) => name.endsWith(".yaml"));
    const texts = files.map((name) => readFileSync(join("templates", folder, name), "utf8"));
    expect(built).toEqual(Object.fromEntries(texts.map((text) => [digestOf(text), parse(text)])));
  });
});

test("a scenario from the build's data is the scenario of its text", () => {
  const text = readFileSync(`templates/scenarios/${A_SCENARIO}`, "utf8");
  const ofText = parseScenario({ file: A_SCENARIO, text });
  expect(parseScenario({ file: "built.yaml", text: "not read", data: parse(text) })).toEqual(ofText);
});

test("data that is no scenario is ignored: the text is", () => {
  const text = readFileSync(`templates/scenarios/${A_SCENARIO}`, "utf8");
  const ofText = parseScenario({ file: A_SCENARIO, text });
  expect(parseScenario({ file: "other.yaml", text, data: { name: "x" } })).toEqual(ofText);
});
