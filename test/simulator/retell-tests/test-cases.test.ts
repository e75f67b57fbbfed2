import { parseUnderstanding } from "../../../src/domain/brain/understanding.ts";
import { describe, expect, test } from "vitest";
import { createScriptRunner } from "../../../src/adapters/quickjs/script-runner.ts";
import type { RunReport } from "../../../src/simulator/reports/report.ts";
import { callerPrompt, sentencesOf } from "../../../src/simulator/retell-tests/caller-prompt.ts";
import { makeTestCase } from "../../../src/simulator/retell-tests/make-test-case.ts";
import { playTestCase } from "../../../src/simulator/retell-tests/play-test-case.ts";

const containing = (part: string): unknown => expect.stringContaining(part);

const prompt = (id: string, to: string, text: string) => ({
  id,
  destination_node_id: to,
  transition_condition: { type: "prompt", prompt: text },
});

/** A shop that looks up a size and says whether it is there. */
const flow = {
  model_choice: { type: "cascading", model: "gpt-4.1" },
  start_speaker: "agent",
  start_node_id: "hello",
  tools: [{ type: "custom", tool_id: "t1", name: "find_size", url: "https://shop.example/sizes" }],
  nodes: [
    {
      id: "hello",
      type: "conversation",
      instruction: { type: "static_text", text: "This is {{shop}}." },
      edges: [prompt("ask", "look", "Do you have my size?"), prompt("leave", "bye", "No thank you, goodbye")],
    },
    {
      id: "look",
      type: "function",
      tool_id: "t1",
      tool_type: "local",
      wait_for_result: true,
      edges: [],
      else_edge: prompt("answered", "bye", "Else"),
    },
    { id: "bye", type: "end", speak_during_execution: true, instruction: { type: "static_text", text: "Goodbye." } },
  ],
};

const definition = {
  name: "asks",
  user_prompt: callerPrompt(["Do you have my size?"]),
  metrics: ["The function find_size is called.", 'The agent says: "This is Blue Shoes"'],
  dynamic_variables: { shop: "Blue Shoes" },
  tool_mocks: [{ tool_name: "find_size", input_match_rule: { type: "any" }, output: '{"left":2}' }],
};

const understanding = parseUnderstanding([]);
const play = (changes: object = {}) =>
  playTestCase(
    { definition: { ...definition, ...changes }, flow },
    { scripts: createScriptRunner(), understanding, now: Date.UTC(2026, 10, 25, 9) },
  );

describe("a test case played by the simulator", () => {
  test("passes when all metrics hold", async () => {
    expect(await play()).toMatchObject({ status: "pass" });
  });

  test("fails with the metrics that do not hold and what was called", async () => {
    const metrics = [
      "The function find_size is called exactly this many times: 2.",
      "The call ends for this reason: agent_hangup.",
    ];
    const { status, explanation } = await play({ metrics });
    expect(status).toBe("fail");
    expect(explanation).toBe(`Not so: ${metrics[0]} Functions called: find_size.`);
  });

  test.each([
    ["no mock answers a tool", { tool_mocks: [] }, "find_size"],
    ["only a model could judge a metric", { metrics: ["The agent is friendly."] }, "The agent is friendly."],
    ["the flow does not know what the caller means", { user_prompt: "Zzyzx qwfp." }, "several things"],
  ])("is an error where %s", async (_why, changes, part) => {
    const { status, explanation } = await play(changes);
    expect([status, explanation]).toEqual(["error", containing(part)]);
  });
});

test("sentences come back out of the caller's instructions; a prompt without a list is one sentence", () => {
  const sentences = ['I said "two", please.', "1. is my house number", "Yes"];
  expect(sentencesOf(callerPrompt(sentences))).toEqual(sentences);
  expect(sentencesOf("You want to\nbook a visit.")).toEqual(["You want to book a visit."]);
});

const found = {
  name: "find_size",
  node: "look",
  args: { size: 42 },
  attempt: 1,
  ok: true,
  status: 200,
  result: { left: 2 },
};

const played: RunReport = {
  clinic: "blue-shoes",
  scenario: "asks",
  status: "passed",
  reason: null,
  path: ["hello", "look", "bye"],
  edges: [],
  transcript: [
    { node: "hello", speaker: "agent", text: "This is Blue Shoes." },
    { node: "hello", speaker: "caller", text: "Do you have my size?" },
  ],
  tools: [found],
  variables: {},
  decisions: [],
  outcome: null,
  ended: "agent_hangup",
  checks: [
    { what: "calls find_size 1 times", status: "passed" },
    { what: "passes look", status: "passed" },
  ],
  leaks: [],
};
const scenario = { caller: { turns: [{ say: "Do you have my size?" }] } };
const clinic = { variables: { shop: "Blue Shoes" } };
const tools = ["find_size", "order"];

describe("a played call as a test case", () => {
  test("has the caller's sentences, the variables, the answers and what a transcript can show", () => {
    expect(makeTestCase({ run: played, scenario, clinic, tools })).toEqual({
      kind: "made",
      testCase: {
        name: "blue-shoes asks",
        prompt: callerPrompt(["Do you have my size?"]),
        metrics: [
          "The function find_size is called exactly this many times: 1.",
          "The functions called are, in this order: find_size.",
        ],
        variables: clinic.variables,
        mocks: [
          { tool: "find_size", output: '{"left":2}', succeeds: true },
          { tool: "order", output: '{"error":"not part of this test"}', succeeds: false },
        ],
      },
    });
  });

  test("tells answers apart by their arguments", () => {
    const second = { ...found, args: { size: 43 }, ok: false, result: "sold out" };
    const made = makeTestCase({ run: { ...played, tools: [...played.tools, second] }, scenario, clinic, tools: [] });
    expect(made).toMatchObject({
      testCase: {
        mocks: [
          { args: { size: 42 }, output: '{"left":2}', succeeds: true },
          { args: { size: 43 }, output: '"sold out"', succeeds: false },
          { output: '"sold out"', succeeds: false },
        ],
      },
    });
  });

  test.each([
    [{ status: "undecided" as const }, "it was undecided here"],
    [{ shortened: true as const }, "its call was not kept"],
    [{ transcript: [] }, "its caller says nothing"],
    [{ transcript: [...played.transcript, { node: "hello", speaker: "keys" as const, text: "1" }] }, "presses keys"],
    [{ tools: [...played.tools, { ...found, result: { left: 1 } }] }, "in two ways"],
  ])("is not possible for %j", (changes, reason) => {
    const made = makeTestCase({ run: { ...played, ...changes }, scenario, clinic, tools });
    expect(made).toEqual({ kind: "not_possible", reason: containing(reason) });
  });

  test.each([
    [{ ...scenario, direction: "outbound" as const }, "a call that the clinic makes"],
    [{ ...scenario, clock: { at: "2026-03-29T09:00" } }, "another day"],
    [{ caller: { turns: [{ say: "As you like.", edge: "ask" }] } }, "names edges"],
  ])("is not possible for the scenario %j", (other, reason) => {
    const made = makeTestCase({ run: played, scenario: other, clinic, tools });
    expect(made).toEqual({ kind: "not_possible", reason: containing(reason) });
  });
});
