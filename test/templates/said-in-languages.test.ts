import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { missingTexts } from "../../src/simulator/scenario/in-languages.ts";
import { parseScenarios, sayingsIn } from "../../src/simulator/scenario/parse-scenario.ts";

const folder = "templates/scenarios";
const files = readdirSync(folder).map((file) => ({ file, text: readFileSync(`${folder}/${file}`, "utf8") }));

test("every shipped scenario is played in every language that has texts of scenarios", () => {
  const scenarios = parseScenarios(files);
  const missing = sayingsIn(files).flatMap((sayings) => scenarios.flatMap((each) => missingTexts(each, sayings)));
  expect([...new Set(missing)]).toEqual([]);
  expect(scenarios.filter(({ languages }) => !languages.includes("es")).map(({ name }) => name)).toEqual([]);
});
