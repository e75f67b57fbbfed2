import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseScenario } from "../../../src/simulator/scenario/parse-scenario.ts";

let dist: string;
beforeEach(() => (dist = mkdtempSync(join(tmpdir(), "ascendia-dist-"))));
afterEach(() => rmSync(dist, { recursive: true }));

describe.each(["understanding", "scenarios"])("the build's data of templates/%s", (folder) => {
  test("is what each file contains, by the digest of its text", () => {
    execFileSync(process.execPath, ["build/yaml-data.mjs", dist]);
    const built: unknown = JSON.parse(readFileSync(join(dist, "yaml-data", `${folder}.json`), "utf8"));
    const files = readdirSync(join("templates", folder)).filter((name) => name.endsWith(".yaml"));
    const texts = files.map((name) => readFileSync(join("templates", folder, name), "utf8"));
    const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");
    expect(built).toEqual(Object.fromEntries(texts.map((text) => [digestOf(text), parse(text)])));
  });
});

test("a scenario from the build's data is the scenario of its text", () => {
  const [name = ""] = readdirSync("templates/scenarios").filter((each) => each.startsWith("book"));
  const text = readFileSync(join("templates/scenarios", name), "utf8");
  const ofData = parseScenario({ file: `built-${name}`, text, data: parse(text) });
  expect(ofData).toEqual(parseScenario({ file: name, text }));
});

test("data that is no scenario is ignored: the text says what is wrong, and where", () => {
  const broken = { file: "broken.yaml", text: "name: x\nturns: 3\n", data: { name: "x" } };
  expect(() => parseScenario(broken)).toThrow(
    expect.objectContaining({ detail: expect.arrayContaining([expect.stringMatching(/^broken\.yaml:\d+: /u)]) }),
  );
});
