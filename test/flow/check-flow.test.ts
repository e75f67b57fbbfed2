import { describe, expect, test } from "vitest";
import { checkFlow, validateFlow } from "../../src/flow/check/check-flow.ts";
import type { CheckOptions } from "../../src/flow/rule.ts";
import { parseFlow } from "../../src/flow/parse/parse-flow.ts";
import { bye, equation, prompt, talk } from "./flows.ts";

type Json = Readonly<Record<string, unknown>>;

const special = (id: string, to: string, literal = "Else") => ({
  id,
  destination_node_id: to,
  transition_condition: { type: "prompt", prompt: literal },
});
const lookup: Json = {
  id: "lookup",
  type: "function",
  tool_id: "t1",
  tool_type: "local",
  wait_for_result: true,
  edges: [equation("found", "bye", [{ left: "{{slot}}", operator: "exists" }])],
  else_edge: special("e-lookup", "start"),
};
const tool: Json = {
  type: "custom",
  tool_id: "t1",
  name: "lookup",
  url: "https://example.com/{{clinic_id}}",
  response_variables: { slot: "slot" },
};
const start = talk("start", {
  instruction: { type: "static_text", text: "{{greeting}}" },
  edges: [prompt("p", "lookup")],
});
const clean: Json = {
  model_choice: { type: "cascading", model: "gpt-4.1" },
  start_speaker: "agent",
  start_node_id: "start",
  tools: [tool],
  nodes: [start, lookup, bye],
};
const supplied: CheckOptions = {
  supplied: ["greeting", "clinic_id"],
  samples: { greeting: "Bonjour", clinic_id: "42" },
};

const withNodes = (...nodes: readonly Json[]): Json => ({ ...clean, nodes: [start, lookup, bye, ...nodes] });
const withStart = (rest: Json): Json => ({ ...clean, nodes: [{ ...start, ...rest }, lookup, bye] });
const withTool = (rest: Json): Json => ({ ...clean, tools: [{ ...tool, ...rest }] });
const fromStart = (...edges: readonly Json[]): Json => withStart({ edges: [prompt("p", "lookup"), ...edges] });
const led = (rest: Json): Json => fromStart({ id: "led", ...rest });
const reached = (node: Json): Json => ({
  ...clean,
  nodes: [{ ...start, edges: [prompt("p", "lookup"), prompt("to", String(node["id"]))] }, lookup, bye, node],
});

interface Planted {
  readonly rule: string;
  readonly json: Json;
  readonly options?: CheckOptions;
  readonly at?: Json;
  readonly also?: readonly string[];
}

const faults: readonly Planted[] = [
  {
    rule: "schema",
    json: reached({
      id: "x",
      type: "transfer_call",
      transfer_destination: { type: "inferred", prompt: "p" },
      edge: special("f", "bye", "Transfer failed"),
    }),
    at: { node: "x", field: "transfer_option" },
  },
  {
    rule: "unknown-model",
    json: { ...clean, model_choice: { type: "cascading", model: "gpt-4o" } },
    at: { field: "model_choice.model" },
  },
  { rule: "unknown-key", json: { ...clean, colour: 1 }, at: { field: "colour" } },
  { rule: "tools-on-conversation", json: withStart({ tool_ids: ["t1"] }), at: { node: "start", severity: "error" } },
  { rule: "default-variable-type", json: { ...clean, default_dynamic_variables: { greeting: 3 } } },
  { rule: "node-type", json: withNodes({ id: "x", type: "logic_split" }), at: { node: "x", fix: 'Write "branch".' } },
  { rule: "start-node", json: { ...clean, start_node_id: "gone" }, also: ["unreachable-node"] },
  { rule: "duplicate-id", json: withNodes(bye), at: { node: "bye" }, also: ["unreachable-node"] },
  { rule: "duplicate-id", json: fromStart(prompt("found", "bye", "x")) },
  {
    rule: "unknown-component",
    json: reached({
      id: "x",
      type: "component",
      component_id: "gone",
      component_type: "local",
      else_edge: special("f", "bye"),
    }),
    at: { node: "x" },
  },
  {
    rule: "unused-component",
    json: { ...clean, components: [{ name: "Spare", start_node_id: "out", nodes: [{ id: "out", type: "end" }] }] },
  },
  { rule: "dangling-edge", json: fromStart(prompt("q", "gone", "x")), at: { node: "start", edge: "q" } },
  { rule: "unconnected-edge", json: fromStart(prompt("q", undefined, "x")), at: { edge: "q" } },
  {
    rule: "special-edge-literal",
    json: withStart({ else_edge: special("q", "bye", "else") }),
    at: { edge: "q", fix: 'Write {"type":"prompt","prompt":"Else"}.' },
  },
  {
    rule: "missing-else",
    json: reached({ id: "x", type: "branch", edges: [prompt("q", "bye")] }),
    at: { node: "x", severity: "error" },
  },
  {
    rule: "missing-else",
    json: reached({ id: "x", type: "code", code: "return 1", wait_for_result: true, edges: [prompt("q", "bye")] }),
    at: { severity: "warning" },
  },
  { rule: "unreachable-node", json: withNodes(talk("x", { edges: [prompt("q", "bye")] })), at: { node: "x" } },
  { rule: "dead-end", json: reached(talk("x")), at: { node: "x" } },
  {
    rule: "endless-loop",
    json: { ...reached({ id: "x", type: "branch", else_edge: special("q", "x") }) },
    at: { node: "x", severity: "error" },
    also: ["dead-end"],
  },
  {
    rule: "tool-without-id",
    json: { ...clean, tools: [tool, { type: "custom", tool_id: "", name: "other", url: "https://example.com" }] },
  },
  {
    rule: "unknown-tool",
    json: withTool({ tool_id: "t2" }),
    at: { node: "lookup", field: "tool_id" },
    also: ["variable-never-supplied"],
  },
  {
    rule: "unknown-tool",
    json: reached({
      id: "x",
      type: "subagent",
      instruction: { type: "prompt", text: "x" },
      tool_ids: ["gone"],
      edges: [prompt("q", "bye")],
    }),
    at: { field: "tool_ids[0]" },
  },
  { rule: "shared-tool", json: { ...clean, nodes: [start, { ...lookup, tool_type: "shared" }, bye] } },
  {
    rule: "unknown-mcp",
    json: reached({
      id: "x",
      type: "mcp",
      mcp_id: "gone",
      mcp_tool_name: "y",
      wait_for_result: true,
      else_edge: special("q", "bye"),
    }),
  },
  { rule: "tool-name", json: withTool({ name: "look up" }) },
  { rule: "tool-name", json: withTool({ name: "x".repeat(65) }) },
  {
    rule: "deprecated-tool",
    json: {
      ...clean,
      tools: [
        tool,
        { type: "book_appointment_cal", name: "book", tool_id: "c", cal_api_key: "{{cal_key}}", event_type_id: 1 },
      ],
    },
    options: { ...supplied, supplied: ["greeting", "clinic_id", "cal_key"] },
  },
  {
    rule: "variable-never-supplied",
    json: withStart({ instruction: { type: "static_text", text: "{{greeting}} {{clinic_nmae}}" } }),
    at: { node: "start", field: "instruction.text" },
  },
  { rule: "variable-never-used", json: clean, options: { ...supplied, supplied: ["greeting", "clinic_id", "spare"] } },
  {
    rule: "variable-not-speakable",
    json: clean,
    options: { ...supplied, samples: { greeting: "See https://example.com" } },
    at: { node: "start" },
  },
  { rule: "variable-not-speakable", json: clean, options: { ...supplied, samples: { greeting: "Call 0197000001" } } },
  { rule: "variable-not-speakable", json: clean, options: { ...supplied, samples: { greeting: '{"a":1}' } } },
  { rule: "variable-empty", json: clean, options: { ...supplied, samples: { greeting: " " } }, at: { node: "start" } },
  {
    rule: "equation-too-early",
    json: {
      ...clean,
      nodes: [
        { ...start, edges: [prompt("p", "lookup"), equation("q", "bye", [{ left: "{{slot}}", operator: "exists" }])] },
        { ...lookup, else_edge: special("e", "bye") },
        bye,
      ],
    },
    at: { node: "start", edge: "q" },
  },
  {
    rule: "equation-without-variable",
    json: fromStart(equation("q", "bye", [{ left: "greeting", operator: "exists" }])),
    at: { fix: 'Write "{{greeting}}".' },
  },
  { rule: "equation-without-right", json: fromStart(equation("q", "bye", [{ left: "{{greeting}}", operator: "==" }])) },
  {
    rule: "equation-on-sentence",
    json: fromStart(equation("q", "bye", [{ left: "{{current_time}}", operator: ">", right: "9" }])),
  },
  { rule: "prompt-too-long", json: { ...clean, global_prompt: "word ".repeat(30_000) } },
  {
    rule: "code-too-long",
    json: reached({
      id: "x",
      type: "code",
      code: "x".repeat(20_001),
      wait_for_result: true,
      else_edge: special("q", "bye"),
    }),
  },
  {
    rule: "too-many-equations",
    json: fromStart(
      equation(
        "q",
        "bye",
        Array.from({ length: 51 }, () => ({ left: "{{greeting}}", operator: "exists" })),
      ),
    ),
  },
  { rule: "out-of-range", json: withTool({ timeout_ms: 10 }) },
  { rule: "out-of-range", json: { ...clean, model_temperature: 2 } },
  {
    rule: "secret",
    json: withTool({ headers: { Authorization: "Bearer abcdefgh12345678" } }),
    at: { field: "tools[0].headers.Authorization" },
  },
  { rule: "secret", json: withTool({ headers: { "X-Api-Key": "plain-value" } }) },
  { rule: "secret", json: { ...clean, global_prompt: ["Use key", "0123456789abcdef".repeat(2)].join("_") } },
];

describe("static checks", () => {
  test("a clean flow has no findings", () => {
    expect(validateFlow(clean, supplied)).toEqual([]);
    expect(checkFlow(parseFlow(clean).flow, supplied)).toEqual([]);
  });

  test.each(faults)("$rule is found (%#)", ({ rule, json, options = supplied, at = {}, also = [] }) => {
    const findings = validateFlow(json, options);
    expect(findings).toContainEqual(expect.objectContaining({ rule, ...at }));
    expect([...new Set(findings.map((finding) => finding.rule))].filter((found) => !also.includes(found))).toEqual([
      rule,
    ]);
    for (const finding of findings) expect([finding.message, finding.fix]).not.toContain("");
  });

  test("a secret is never repeated", () => {
    const findings = validateFlow(withTool({ headers: { Authorization: "Bearer abcdefgh12345678" } }), supplied);
    expect(JSON.stringify(findings)).not.toContain("abcdefgh");
  });

  test("all faults of a file are reported at once", () => {
    const json = { ...withTool({ name: "look up", timeout_ms: 1 }), colour: 1, model_temperature: 9 };
    const rules = validateFlow(json, supplied).map((finding) => finding.rule);
    expect(rules.toSorted()).toEqual(["out-of-range", "out-of-range", "tool-name", "unknown-key"]);
  });

  test("if the supplied variables are unknown, nothing is reported about them", () => {
    expect(validateFlow(clean)).toEqual([]);
  });

  const { model_choice: _choice, ...withoutChoice } = clean;
  const going = { transition_condition: { type: "prompt", prompt: "The caller goes on" } };
  const whenOfAge = (condition: Json) => led({ destination_node_id: "bye", transition_condition: condition });

  test.each([
    ["a destination by another name", led({ ...going, target: "bye" }), "misspelt-key", "destination_node_id"],
    ["a destination in camel case", led({ ...going, destinationNodeId: "bye" }), "misspelt-key", "destination_node_id"],
    [
      "a condition by another name",
      led({ destination_node_id: "bye", condition: going.transition_condition }),
      "misspelt-key",
      "transition_condition",
    ],
    [
      "an equation as a sentence",
      whenOfAge({ type: "equation", equation: "{{greeting}} >= 17" }),
      "flat-equation",
      '"equations":[{"left":"{{greeting}}","operator":">=","right":"17"}]',
    ],
    [
      "the name of a variable for a side",
      whenOfAge({ type: "equation", variable: "greeting", operator: "equals", value: 18 }),
      "flat-equation",
      '{"left":"{{greeting}}","operator":"==","right":"18"}',
    ],
    [
      "an operator in words",
      whenOfAge({ type: "equation", operator: "and", equations: [{ left: "{{greeting}}", operator: "exists" }] }),
      "operator",
      'Write "&&".',
    ],
    ["an instruction as a text", withStart({ instruction: "Hello" }), "schema", '{"type":"prompt","text":"Hello"}'],
    ["a number in quotes", withStart({ voice_speed: "1.2" }), "schema", "Write 1.2."],
    ["a destination nearly right", led({ ...going, destination_node_id: "lokup" }), "dangling-edge", 'Write "lookup".'],
    ["a start nearly right", { ...clean, start_node_id: "strat" }, "start-node", 'Write "start".'],
    [
      "a tool by its name",
      { ...clean, nodes: [start, { ...lookup, tool_id: "lookup", edges: [] }, bye] },
      "unknown-tool",
      'Write "t1".',
    ],
    [
      "a model as a text",
      { ...withoutChoice, model_config: { type: "cascading", primary: "gpt-5.4" } },
      "schema",
      '{"model":"gpt-5.4"}',
    ],
  ])("%s is a single finding that says what to write", (...[, json, rule, written]) => {
    const errors = validateFlow(json, supplied).filter(({ severity }) => severity === "error");
    expect(errors.map((finding) => finding.rule)).toEqual([rule]);
    expect(errors[0]?.fix).toContain(written);
  });

  test("each of several wrong items of a list is reported at its own place", () => {
    const choices = { type: "enum", name: "a", description: "b" };
    const variables = [{ ...choices, choices: [] }, { type: "string", name: "c", description: "d" }, choices];
    const json = reached({ id: "ask", type: "extract_dynamic_variables", variables, else_edge: special("e", "bye") });
    expect(validateFlow(json).map(({ field }) => field)).toEqual(["variables[0].choices", "variables[2].choices"]);
  });
});
