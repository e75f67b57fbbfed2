import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AscendiaError } from "../../src/errors.ts";
import { validateFlow } from "../../src/flow/check/check-flow.ts";
import { parseFlow, parseFlowDefinition } from "../../src/flow/parse/parse-flow.ts";
import { bye, prompt, talk } from "./flows.ts";

const flow = {
  model_choice: { type: "cascading", model: "gpt-4.1" },
  start_speaker: "agent",
  start_node_id: "start",
  nodes: [talk("start", { edges: [prompt("p", "bye")] }), bye],
};

function problem(json: unknown): AscendiaError {
  try {
    parseFlow(json);
  } catch (error) {
    if (error instanceof AscendiaError) return error;
    throw error;
  }
  throw new Error("It was read.");
}

const operator = (name: string, joint = "&&") =>
  talk("start", {
    edges: [
      {
        id: "e",
        transition_condition: { type: "equation", operator: joint, equations: [{ left: "{{a}}", operator: name }] },
      },
    ],
  });

describe("what it accepts", () => {
  test.each([
    ["a bare flow", flow],
    ["an agent with conversationFlow", { agent_id: "agent_1", language: "fr-FR", conversationFlow: flow }],
    ["an agent with conversation_flow", { agent_name: "A", conversation_flow: flow }],
    ["a response engine", { agent_name: "A", response_engine: { conversation_flow: flow } }],
    ["a list around it", [{ agent_name: "A", conversationFlow: flow }]],
  ])("%s", (_what, json) => {
    expect(parseFlow(json).flow).toEqual(flow);
  });

  test("the agent's settings come along without the flow", () => {
    expect(parseFlow({ agent_id: "agent_1", language: "fr-FR", conversationFlow: flow }).agent).toEqual({
      agent_id: "agent_1",
      language: "fr-FR",
    });
    expect(parseFlow(flow)).not.toHaveProperty("agent");
  });

  test("takes the first of several flows, with a note", () => {
    expect(parseFlow([flow, { ...flow, start_node_id: "bye" }])).toMatchObject({
      flow: { start_node_id: "start" },
      notes: [{ rule: "several-flows" }],
    });
  });

  test("drops fields of Retell's answers silently", () => {
    const answer = {
      ...flow,
      conversation_flow_id: "cf_1",
      version: 3,
      is_published: true,
      last_modification_timestamp: 1,
    };
    expect(parseFlow(answer)).toEqual({ flow, notes: [] });
  });

  test("legacy conditions, bare texts and unconnected edges", () => {
    const edges = [
      { id: "a", condition: "says yes", destination_node_id: "bye" },
      { id: "b", transition_condition: "says no" },
      { ...prompt("c", "bye"), condition: "old" },
    ];
    const loaded = parseFlow({ ...flow, nodes: [talk("start", { edges }), bye] });
    expect(loaded.flow.nodes[0]).toHaveProperty("edges", [
      prompt("a", "bye", "says yes"),
      prompt("b", undefined, "says no"),
      prompt("c", "bye"),
    ]);
    expect(loaded.notes.map((note) => [note.rule, note.node, note.edge])).toEqual([
      ["legacy-condition", "start", "a"],
      ["legacy-condition", "start", "b"],
    ]);
  });

  test("unknown keys at any depth are left out and reported", () => {
    const nodes = [talk("start", { start_speaker: "agent", edges: [{ ...prompt("p", "bye"), colour: "red" }] }), bye];
    const loaded = parseFlow({ ...flow, nodes, _fix: 1 });
    expect(loaded.flow).toEqual(flow);
    expect(loaded.notes.map((note) => `${note.node ?? "flow"} ${note.field}`).toSorted()).toEqual([
      "flow _fix",
      "start edges[0].colour",
      "start start_speaker",
    ]);
  });

  test("defaults that are not texts become texts, with a note each (docs/retell.md 13.3)", () => {
    const loaded = parseFlow({ ...flow, default_dynamic_variables: { age: 3, gone: null, on: true, text: "x" } });
    expect(loaded.flow.default_dynamic_variables).toEqual({ age: "3", on: "true", text: "x" });
    expect(loaded.notes.map((note) => note.field)).toEqual(
      ["age", "gone", "on"].map((name) => `default_dynamic_variables.${name}`),
    );
  });

  test("a branch without else is read, and reported by the checks", () => {
    expect(parseFlow({ ...flow, nodes: [{ id: "start", type: "branch" }] }).notes).toEqual([]);
  });
});

describe("what it refuses", () => {
  test.each([null, 1, "text", [], {}, { nodes: {} }, { conversation_flow: { greeting: {} } }])(
    "%j is not a flow",
    (json) => {
      expect(problem(json)).toMatchObject({ code: "invalid", detail: [{ rule: "not-a-flow" }] });
    },
  );

  const node = (value: object) => ({ ...flow, nodes: [{ id: "start", ...value }] });

  test.each([
    [node({ type: "logic_split" }), "node-type", 'Write "branch".'],
    [node({ type: "end_call" }), "node-type", 'Write "end".'],
    [node({ type: "custom_function" }), "node-type", 'Write "function".'],
    [node({ type: "conversaton" }), "node-type", 'Write "conversation".'],
    [node(operator("not_exists")), "operator", 'Write "not_exist".'],
    [node(operator("equals")), "operator", 'Write "==".'],
    [node(operator("==", "and")), "operator", 'Write "&&".'],
    [node({ type: "function", tool_type: "local" }), "schema", "Add tool_id."],
    [node({ type: "conversation", instruction: "Say hello" }), "schema", 'Write {"type":"prompt","text":"Say hello"}.'],
    [{ ...flow, tools: [{ type: "custom_function", name: "x", url: "u" }] }, "schema", 'Write "custom".'],
  ])("%#: with rule %s %s", (json, rule, fix) => {
    expect(problem(json).detail).toMatchObject([{ rule, fix }]);
  });

  test("all problems are reported at once, with node and field", () => {
    const error = problem({
      ...flow,
      nodes: [{ id: "a", type: "logic_split" }, { type: "end" }, { id: "c", type: "code" }],
    });
    expect(error.message).toContain("3 problems");
    expect(error.detail).toMatchObject([
      { node: "a", field: "type" },
      { node: "#1", field: "id" },
      { node: "c", field: "code" },
    ]);
    expect(error.hint).toBeDefined();
  });

  test("problems inside a component name the component", () => {
    const components = [{ name: "Verify", nodes: [{ id: "x", type: "if" }] }];
    expect(problem({ ...flow, components }).detail).toMatchObject([{ node: "Verify/x", fix: 'Write "branch".' }]);
  });

  test("our own flows must match Retell's types: unknown keys and models are refused", () => {
    expect(parseFlowDefinition(flow)).toEqual(flow);
    const wrong = { ...flow, model_choice: { type: "cascading", model: "gpt-4o" }, extra: 1 };
    expect(() => parseFlowDefinition(wrong)).toThrow(AscendiaError);
    expect(parseFlow(wrong).notes).toMatchObject([{ rule: "unknown-key" }]);
  });
});

test("no JSON makes it throw anything other than an AscendiaError", () => {
  const nodes = fc.array(
    fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          id: fc.oneof(fc.string(), fc.integer()),
          type: fc.constantFrom("conversation", "branch", "code", "x"),
          edges: fc.oneof(fc.jsonValue(), fc.array(fc.oneof(fc.jsonValue(), fc.constant(prompt("p"))))),
          instruction: fc.oneof(fc.jsonValue(), fc.constant({ type: "prompt", text: "x" })),
          else_edge: fc.jsonValue(),
          code: fc.string(),
        },
        { requiredKeys: [] },
      ),
    ),
  );
  const flows = fc.record(
    { nodes, tools: fc.jsonValue(), components: fc.jsonValue(), default_dynamic_variables: fc.jsonValue() },
    { requiredKeys: ["nodes"] },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        flows,
        flows.map((value) => ({ conversationFlow: value })),
      ),
      (json) => {
        const findings = validateFlow(json);
        expect(Array.isArray(findings)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test("a file nested thousands of levels deep gets an answer too", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(5000)}"x"${"]".repeat(5000)}`);
  const tools = [
    { type: "custom", name: "t", tool_id: "t", url: "u", parameters: { type: "object", properties: { deep } } },
  ];
  expect(validateFlow({ ...flow, tools })).toEqual([]);
  expect(problem(deep)).toMatchObject({ code: "invalid" });
});
