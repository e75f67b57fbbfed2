import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { AscendiaError } from "../../../src/errors.ts";
import { extendedSuite, parseScenario, parseScenarios } from "../../../src/simulator/scenario/parse-scenario.ts";
import { scenarioJsonSchema } from "../../../src/simulator/scenario/schema.ts";

const good = `name: greet
title: A greeting
languages: [fr]
caller:
  turns:
    - say: Bonjour
expect:
  nodes: { passed: [greeting] }
`;

function detailOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AscendiaError) return JSON.stringify(error.detail).replaceAll('\\"', '"');
    throw error;
  }
  return "";
}

function problemsOf(text: string): readonly string[] {
  try {
    parseScenario({ file: "greet.yaml", text });
  } catch (error) {
    if (error instanceof AscendiaError && Array.isArray(error.detail)) return error.detail.map(String);
    throw error;
  }
  return [];
}

test("a good scenario is read as it stands", () => {
  expect(parseScenario({ file: "greet.yaml", text: good })).toEqual({
    name: "greet",
    title: "A greeting",
    languages: ["fr"],
    caller: { turns: [{ say: "Bonjour" }] },
    expect: { nodes: { passed: ["greeting"] } },
  });
});

describe("problems name file, line, and what was probably meant", () => {
  test.each([
    [good.replace("title:", "tilte:"), "greet.yaml:2", 'Did you mean "title"'],
    [good.replace("title: A greeting\n", ""), "greet.yaml:", "title is missing"],
    [`${good}turns: []\n`, "greet.yaml:", '"turns" stands in the wrong place'],
    [good.replace("passed:", "pased:"), "greet.yaml:8", 'Did you mean "passed"'],
    [good.replace("- say: Bonjour", "- sya: Bonjour"), "greet.yaml:6", 'Did you mean "say"'],
    [good.replace("[fr]", "[de]"), "greet.yaml:3", "languages.0"],
    [good.replace("[fr]", "[]"), "greet.yaml:3", "languages"],
    [good.replace("name: greet", "name: Not A Name"), "greet.yaml:1", "name"],
    [good.replace("- say: Bonjour", "- silence: soon"), "greet.yaml:6", "silence"],
    [`${good}faults:\n  - kind: status\n    tool: get_doctors\n    status: 200\n`, "greet.yaml:12", "status"],
    [`${good}clock: { at: tomorrow }\n`, "greet.yaml:9", "clock.at"],
    [good.replace("languages: [fr]", "languages: [fr"), "greet.yaml:", ""],
  ])("%#", (text, place, words) => {
    const problems = problemsOf(text);
    expect(problems.join("\n")).toContain(place);
    expect(problems.join("\n")).toContain(words);
  });

  it("all at once", () => {
    expect(problemsOf(good.replace("title:", "tilte:").replace("passed:", "pased:"))).toHaveLength(3);
  });
});

describe("a call that goes out", () => {
  const outbound = `${good}direction: outbound\n`;
  const existing = 'existing: [{ date: d, time: t, patientName: n, patientPhone: "1" }]\n';

  it.each([
    ["no contact", outbound],
    ["a contact about nothing", `${outbound}contact: {}\n`],
    ["a contact about an appointment that does not exist", `${outbound}${existing}contact: { appointment: 1 }\n`],
    ["a contact about two", `${outbound}${existing}contact: { appointment: 0, at: x }\n`],
    ["a contact of a call that comes in", `${good}contact: { at: x }\n`],
  ])("is refused with %s", (_, text) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^greet\.yaml:\d+: contact: /)]);
  });

  it.each(["contact: { at: x }\n", `${existing}contact: { appointment: 0 }\n`])("is about %j", (contact) => {
    expect(problemsOf(`${outbound}${contact}`)).toEqual([]);
  });
});

describe("the suite", () => {
  it("refuses two scenarios of one name", () => {
    const twice = [
      { file: "a.yaml", text: good },
      { file: "b.yaml", text: good },
    ];
    expect(() => parseScenarios(twice)).toThrow(AscendiaError);
  });

  it("as shipped is valid, each file under its scenario's name", () => {
    const files = readdirSync("templates/scenarios").map((file) => ({
      file,
      text: readFileSync(`templates/scenarios/${file}`, "utf8"),
    }));
    const scenarios = parseScenarios(files);
    const own = files.map(({ file }) => file).filter((file) => file !== "answers.yaml" && !file.startsWith("said."));
    expect(scenarios.map(({ name }) => `${name}.yaml`)).toEqual(own);
    expect(new Set(scenarios.map(({ caller }) => caller.answers?.length))).toEqual(new Set([2]));
    expect(scenarios.filter(({ expect: expected }) => expected === undefined)).toEqual([]);
  });
});

test("the published JSON Schema is the format's own", () => {
  const published: unknown = JSON.parse(readFileSync("templates/scenario.schema.json", "utf8"));
  expect(published).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
});

function named(name: string, title = "A greeting") {
  return { file: `${name}.yaml`, text: good.replace("name: greet", `name: ${name}`).replace("A greeting", title) };
}

describe("a suite over another", () => {
  const answers = { file: "answers.yaml", text: "answers:\n  - { at: ask_insurance, say: Non. }\n" };

  test("adds scenarios, replaces those of the same name, and answers in all of them", () => {
    const suite = extendedSuite([named("greet"), named("book")], [named("greet", "Ours"), named("own"), answers]);
    expect(suite.map(({ name, title }) => `${name}: ${title}`)).toEqual([
      "book: A greeting",
      "greet: Ours",
      "own: A greeting",
    ]);
    const given = [{ at: "ask_insurance", say: "Non." }];
    expect(suite.map(({ caller }) => caller.answers)).toEqual([given, given, given]);
    expect(extendedSuite([named("greet")], [])).toEqual(parseScenarios([named("greet")]));
  });

  test.each([
    [[named("own"), named("own")], 'Two scenarios are named "own".'],
    [[{ file: "answers.yaml", text: "answers:\n  - { at: x }\n" }], "answers.yaml:2"],
    [[{ file: "answers.yml", text: "anwsers: []\n" }], 'Did you mean "answers"'],
  ])("refuses %j", (own, problem) => {
    expect(detailOf(() => extendedSuite([named("greet")], own))).toContain(problem);
  });
});

test("aliases within aliases are a fault of the file", () => {
  const lists = ["a", "b", "c", "d", "e"].map((name, index, all) => {
    const items = Array.from({ length: 9 }, () => (index === 0 ? "x" : `*${all[index - 1]}`));
    return `${name}: &${name} [${items.join(", ")}]`;
  });
  expect(problemsOf(lists.join("\n"))).toEqual(["greet.yaml: too many aliases."]);
});
