import { describe, expect, test } from "vitest";
import { validateFlow } from "../../src/flow/check/check-flow.ts";
import { parseFlowDefinition } from "../../src/flow/parse/parse-flow.ts";
import { bye, prompt, talk } from "./flows.ts";

/** What other builders' exports contain, and what the validator suggests instead. */

type Json = Readonly<Record<string, unknown>>;

const flow = (edges: readonly Json[], rest: Json = {}, ...nodes: readonly Json[]): Json => ({
  model_choice: { type: "cascading", model: "gpt-4.1" },
  start_speaker: "agent",
  start_node_id: "welcome",
  nodes: [talk("welcome", { edges }), ...nodes, bye],
  ...rest,
});

const toBye = prompt("leave", "bye");

describe("another name for one of Retell's keys is an error that names the right key", () => {
  const { destination_node_id: _destination, ...unconnected } = toBye;
  test.each([
    ["a usual name elsewhere", { ...unconnected, destination: "bye" }, "destination_node_id"],
    ["another usual name", { ...unconnected, targetNodeId: "bye" }, "destination_node_id"],
    ["another way of writing words together", { ...unconnected, destinationNodeId: "bye" }, "destination_node_id"],
    ["one letter too many", { ...unconnected, destination_node_idd: "bye" }, "destination_node_id"],
    ["two letters swapped", { ...unconnected, destination_noed_id: "bye" }, "destination_node_id"],
  ])("%s", (_kind, edge, meant) => {
    const fix: unknown = expect.stringContaining(`Write "${meant}" instead of`);
    expect(validateFlow(flow([edge]))).toContainEqual(
      expect.objectContaining({ rule: "misspelt-key", severity: "error", node: "welcome", edge: "leave", fix }),
    );
  });

  test("an unknown key without a likely meaning is only a warning", () => {
    expect(validateFlow(flow([{ ...toBye, colour: "red" }]))).toMatchObject([
      { rule: "unknown-key", severity: "warning" },
    ]);
  });
});

const flat = (condition: Json) => ({
  id: "old",
  destination_node_id: "bye",
  transition_condition: { type: "equation", ...condition },
});

describe("an equation outside a list", () => {
  test.each([
    [{ left: "{{visits}}", operator: ">", right: 3 }, '{"left":"{{visits}}","operator":">","right":"3"}'],
    [
      { leftSide: "{{tier}}", operator: "equals", rightSide: "gold" },
      '{"left":"{{tier}}","operator":"==","right":"gold"}',
    ],
    [{ variable: "{{mail}}", operator: "exists" }, '{"left":"{{mail}}","operator":"exists"}'],
  ])("%j is expanded to Retell's form", (condition, whole) => {
    const found = validateFlow(flow([flat(condition)])).find((one) => one.rule === "flat-equation");
    expect(found).toMatchObject({ severity: "error", edge: "old" });
    expect(found?.fix).toBe(`Write {"type":"equation","operator":"&&","equations":[${whole}]}.`);
  });

  test("an equation's own operator does not become && or || when the flow is read as written", () => {
    const json = flow([flat({ left: "{{visits}}", operator: ">", right: "3" })]);
    expect(() => parseFlowDefinition(json)).toThrow('operator ">" does not exist. → Use one of: ||, &&.');
  });
});

const mcp = (server: string): Json => ({
  id: "fetch",
  type: "mcp",
  mcp_id: server,
  mcp_tool_name: "get_patient",
  wait_for_result: true,
  else_edge: { id: "other", destination_node_id: "bye", transition_condition: { type: "prompt", prompt: "Else" } },
});

describe("an MCP node", () => {
  const mcps = [{ id: "mcp-7", name: "Records", url: "https://records.example.com/mcp" }];
  const rulesOf = (server: string) =>
    validateFlow(flow([prompt("look", "fetch")], { mcps }, mcp(server))).map(({ rule }) => rule);

  test("refers to its server by id or by name", () => {
    expect(rulesOf("mcp-7")).toEqual([]);
    expect(rulesOf("Records")).toEqual([]);
    expect(rulesOf("mcp-8")).toEqual(["unknown-mcp"]);
  });
});

test("to the other checks, a flow of two nodes with an error in one still has two nodes", () => {
  const wrong = talk("welcome", { edges: [toBye], voice_speed: "fast" });
  const json = { ...flow([]), nodes: [wrong, bye] };
  expect(validateFlow(json).map(({ rule, node }) => [rule, node])).toEqual([["schema", "welcome"]]);
});

test("a variable to extract needs choices if it is an enum", () => {
  const extract = {
    id: "sort",
    type: "extract_dynamic_variables",
    variables: [{ type: "enum", name: "reason", description: "why", choices: [] }],
    else_edge: { id: "other", destination_node_id: "bye", transition_condition: { type: "prompt", prompt: "Else" } },
  };
  expect(validateFlow(flow([prompt("go", "sort")], {}, extract))).toContainEqual(
    expect.objectContaining({ node: "sort", severity: "error", field: "variables[0].choices" }),
  );
});
