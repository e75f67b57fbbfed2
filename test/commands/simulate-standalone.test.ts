import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { textLike } from "../fakes/text-like.ts";
import { newFolder, run } from "../fakes/world.ts";

/** A garage's agent: it looks up a car, repeats the tool's answer, and can be asked for a person. */
const garage = {
  agent_id: "agent_garage",
  agent_name: "Garage",
  conversationFlow: {
    start_node_id: "hello",
    start_speaker: "agent",
    nodes: [
      {
        id: "hello",
        type: "conversation",
        name: "Hello",
        instruction: { type: "static_text", text: "This is {{garage_name}}." },
        edges: [
          {
            id: "e-plate",
            destination_node_id: "plate",
            transition_condition: { type: "prompt", prompt: "They give a plate number" },
          },
          {
            id: "e-bye",
            destination_node_id: "bye",
            transition_condition: { type: "prompt", prompt: "They want nothing" },
          },
        ],
      },
      {
        id: "plate",
        type: "extract_dynamic_variables",
        name: "Plate",
        variables: [{ type: "string", name: "plate", description: "plate number" }],
        edges: [],
        else_edge: {
          id: "e-found",
          destination_node_id: "look_up",
          transition_condition: { type: "prompt", prompt: "Else" },
        },
      },
      {
        id: "look_up",
        type: "function",
        name: "Look up",
        tool_id: "tool-1",
        tool_type: "local",
        wait_for_result: true,
        edges: [
          {
            id: "e-ready",
            destination_node_id: "bye",
            transition_condition: {
              type: "equation",
              equations: [{ left: "{{ready}}", operator: "==", right: "true" }],
              operator: "&&",
            },
          },
        ],
        else_edge: {
          id: "e-sorry",
          destination_node_id: "sorry",
          transition_condition: { type: "prompt", prompt: "Else" },
        },
      },
      {
        id: "sorry",
        type: "end",
        name: "Sorry",
        instruction: { type: "static_text", text: "Not yet." },
        speak_during_execution: true,
      },
      { id: "bye", type: "end", name: "Bye" },
    ],
    tools: [
      {
        tool_id: "tool-1",
        type: "custom",
        name: "find_car",
        url: "https://garage.example/cars",
        parameters: {
          type: "object",
          properties: { plate: { type: "string", description: "plate number" } },
          required: ["plate"],
        },
        response_variables: { ready: "ready" },
      },
    ],
  },
};

const ready = `name: ready
title: The car is ready
languages: [en]
variables: { garage_name: Garage Test }
caller:
  turns:
    - say: It is AB 123.
      edge: e-plate
values: { plate: AB123 }
expect:
  said: { contains: [This is Garage Test] }
  tools: [{ tool: find_car, calls: 1, args: { plate: AB123 } }]
  nodes: { last: bye }
  ended: agent_hangup
`;

const mocks = `- tool: find_car
  when: { plate: AB123 }
  answer: { ready: true }
- tool: find_car
  answer: { ready: false }
`;

let cwd: string;

beforeEach(() => {
  cwd = newFolder();
  file("garage.json", JSON.stringify(garage));
});

function file(name: string, text: string): string {
  writeFileSync(join(cwd, name), text);
  return name;
}

function simulate(...argv: readonly string[]) {
  return run(["simulate", "--flow", "garage.json", ...argv], { cwd });
}

async function report(script: string, answers: string | undefined, ...more: readonly string[]) {
  const given = answers === undefined ? [] : ["--mocks", file("mocks.yaml", answers)];
  const { code, stdout } = await simulate("--script", file("script.yaml", script), ...given, "--json", ...more);
  const document: unknown = JSON.parse(stdout);
  return { code, document };
}

const runOf = (expected: object) => ({ data: { clinics: [{ clinic: "Garage", runs: [expected] }] } });

describe("simulate --flow", () => {
  it("plays a flow without clinic or database: the script's variables, the mocks' answers, the coverage", async () => {
    const { code, document } = await report(ready, mocks);
    expect(document).toMatchObject({
      ok: true,
      data: { schema: 1, totals: { runs: 1, passed: 1 }, coverage: { edges: { total: 5, covered: 3 } } },
    });
    expect(document).toMatchObject(runOf({ path: ["hello", "plate", "look_up", "bye"], variables: { ready: "true" } }));
    expect(code).toBe(0);
  });

  it("matches a mock by its arguments, as often as it says, and fails a call with its status", async () => {
    const other = ready
      .replace("plate: AB123 }\nexpect", "plate: ZZ9 }\nexpect")
      .replace("args: { plate: AB123 }", "args: { plate: ZZ9 }");
    const { document } = await report(other.replace("last: bye", "last: sorry"), mocks);
    expect(document).toMatchObject(runOf({ status: "passed", path: ["hello", "plate", "look_up", "sorry"] }));
    const once = await report(ready, "- tool: find_car\n  times: 1\n  answer: { ready: true }\n");
    expect(once.code).toBe(0);
    const down = await report(ready, "- tool: find_car\n  status: 503\n");
    expect(down.document).toMatchObject(runOf({ tools: [{ name: "find_car", ok: false, status: 503 }] }));
  });

  it.each([
    [undefined, /no mock answers that tool: add "- tool: find_car"/],
    ["- tool: find_car\n  when: { plate: other }\n  answer: {}\n", /none of its 1 mocks fits/],
  ])("stops at a tool that no mock answers (%j)", async (answers, reason) => {
    const { code, document } = await report(ready, answers);
    expect(code).toBe(1);
    expect(document).toMatchObject(
      runOf({ status: "failed", path: ["hello", "plate", "look_up"], reason: textLike(reason) }),
    );
  });

  it("plays every script of a folder and prints what they covered together", async () => {
    mkdirSync(join(cwd, "scripts"));
    const bye = ready
      .replace("name: ready", "name: bye")
      .replace(/ {2}turns:[^]*/, "  turns: [{ say: Nothing., edge: e-bye }]\n");
    file("scripts/ready.yaml", ready);
    file("scripts/bye.yaml", `${bye}expect: { nodes: { last: bye } }\n`);
    const { stdout, code } = await simulate("--script", "scripts", "--mocks", file("mocks.yaml", mocks));
    expect(code).toBe(0);
    expect(stdout).toContain("2 calls: 2 passed");
    expect(stdout).toContain("edges 4 of 5");
  });

  it("fails below the required edge coverage, and writes JUnit", async () => {
    const few = await report(ready, mocks, "--min-edge-coverage", "90", "--junit", "results.xml");
    expect(few.code).toBe(1);
    expect(readFileSync(join(cwd, "results.xml"), "utf8")).toContain("<testsuite");
    expect((await report(ready, mocks, "--min-edge-coverage", "60")).code).toBe(0);
  });

  it("counts prompts next to an equation that always holds as never firing, and names the equation", async () => {
    const [hello, ...others] = garage.conversationFlow.nodes;
    const equations = [{ left: "garage_name", operator: "exists" }];
    const always = { type: "equation", equations, operator: "&&" };
    const edges = [...(hello?.edges ?? []), { id: "e-open", destination_node_id: "bye", transition_condition: always }];
    const conversationFlow = { ...garage.conversationFlow, nodes: [{ ...hello, edges }, ...others] };
    file("garage.json", JSON.stringify({ ...garage, conversationFlow }));
    const script = ready
      .replace("      edge: e-plate\n", "")
      .replace(/expect:[^]*/, "expect: { nodes: { last: bye } }\n");
    const { document } = await report(script, mocks, "--min-edge-coverage", "100");
    expect(document).toMatchObject({
      ok: true,
      data: {
        coverage: {
          edges: { total: 6, covered: 1, missed: [] },
          unreachable: [
            { edge: "hello#e-plate", because: '"garage_name" exists has no {{variable}}, so e-open is taken' },
            { edge: "hello#e-bye", because: textLike(/so e-open is taken$/) },
            { edge: "plate#e-found", because: "nothing leads to plate then" },
            { edge: "look_up#e-ready", because: "nothing leads to look_up then" },
            { edge: "look_up#e-sorry", because: "nothing leads to look_up then" },
          ],
        },
      },
    });
  });

  it("draws its own flow in the report", async () => {
    await report(ready, mocks, "--html", "page.html");
    expect(readFileSync(join(cwd, "page.html"), "utf8")).toContain("Simulation: Garage, 1 of 1 calls passed");
  });

  it.each([
    [
      `${ready}existing: [{ date: 2026-11-24, time: "10:00", patientName: Awa Test, patientPhone: "+14155550147" }]\n`,
      /existing/,
    ],
    [`${ready}faults: [{ kind: slot_taken }]\n`, /the fault slot_taken/],
  ])("refuses what only a clinic has (%#)", async (script, what) => {
    const { code, document } = await report(script, mocks);
    expect(code).toBe(1);
    expect(document).toMatchObject({ ok: false, error: { code: "invalid", message: textLike(what) } });
  });

  it("skips a persona without a model", async () => {
    const { code, document } = await report(
      ready.replace(/ {2}turns:[^]*?values/, "  persona: You want your car.\nvalues"),
      mocks,
    );
    expect(code).toBe(6);
    expect(document).toMatchObject(runOf({ status: "skipped" }));
  });

  it.each([
    ["- tool: find_car\n  anwser: {}\n", 'mocks.yaml:2: "anwser" is not a known key here. Did you mean "answer"?'],
    ["- answer: {}\n", "mocks.yaml:1: 0.tool"],
    ["- tool: find_car\n", "mocks.yaml:1: 0: It needs an answer, or a status"],
    ["tool: [", "mocks.yaml:1"],
  ])("tells where mocks are wrong (%j)", async (text, told) => {
    file("script.yaml", ready);
    const { code, stderr } = await simulate("--script", "script.yaml", "--mocks", file("mocks.yaml", text));
    expect(code).toBe(1);
    expect(stderr).toContain(told);
  });

  it.each([
    [["simulate", "--flow", "garage.json"], "--script"],
    [["simulate", "--script", "x.yaml"], "--flow"],
    [["simulate", "--flow", "garage.json", "--script", "x.yaml", "--all"], "--all"],
    [["simulate", "--flow", "garage.json", "--script", "x.yaml", "--interactive"], "--interactive"],
    [["simulate", "--flow", "garage.json", "--script", "x.yaml", "--repeat", "2", "--bail"], "--bail, --repeat"],
  ])("%j is a usage error that names %s", async (argv, named) => {
    const { code, stderr } = await run(argv, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(named);
  });
});
