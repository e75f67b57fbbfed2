import { expect, test } from "vitest";
import { describeFlow } from "../../../src/flow/graph/describe-flow.ts";
import { drawnNodes, nodeLooks } from "../../../src/flow/graph/flow-graph.ts";
import { readingDepths } from "../../../src/flow/graph/to-dot.ts";
import { nodeSchemas } from "../../../src/flow/schema/node.ts";
import { bye, equation, flowOf, prompt, talk } from "../flows.ts";

const always = { id: "a", destination_node_id: "bye", transition_condition: { type: "prompt", prompt: "Always" } };
const elseTo = (to: string) => ({
  id: "else",
  destination_node_id: to,
  transition_condition: { type: "prompt", prompt: "Else" },
});

function drawn(...[nodes, rest]: Parameters<typeof flowOf>) {
  return drawnNodes(describeFlow(flowOf(nodes, rest), { title: "a flow" }));
}

test("every node type has a look", () => {
  expect(Object.keys(nodeLooks).toSorted()).toEqual([...Object.keys(nodeSchemas), "unsupported"].toSorted());
});

test("edges keep their kind, a readable condition, and their destination", () => {
  const [start] = drawn([
    talk("start", {
      edges: [
        prompt("p", "bye", "The caller is done"),
        equation("q", "bye", [
          { left: "{{age}}", operator: ">=", right: "18" },
          { left: "{{name}}", operator: "exists" },
          { left: "{{note}}", operator: "==", right: "" },
        ]),
        prompt("loose"),
      ],
      always_edge: always,
    }),
    bye,
  ]);
  expect(start?.edges.map(({ kind, text, to }) => [kind, text, to])).toEqual([
    ["prompt", "The caller is done", "n1"],
    ["equation", 'age >= 18 and name is set and note == ""', "n1"],
    ["prompt", "loose", undefined],
    ["always_edge", "Always", "n1"],
  ]);
});

test("a node's text depends on its type", () => {
  const flow = flowOf(
    [
      talk("say", { instruction: { type: "static_text", text: "Hello" }, edges: [prompt("1", "call")] }),
      { id: "call", type: "function", tool_id: "t1", tool_type: "local", wait_for_result: true, edges: [] },
      {
        id: "ask",
        type: "extract_dynamic_variables",
        variables: [
          { type: "string", name: "day", description: "d" },
          { type: "string", name: "hour", description: "h" },
        ],
      },
      { id: "unknown", type: "function", tool_id: "gone", tool_type: "local", wait_for_result: true },
      { id: "b", type: "branch", edges: [], else_edge: elseTo("say") },
    ],
    { tools: [{ type: "custom", name: "find_slots", tool_id: "t1", url: "https://voice.example.com/api" }] },
  );
  const texts = drawnNodes(describeFlow(flow, { title: "t" })).map(({ id, text }) => [id, text]);
  expect(texts).toEqual([
    ["say", "“Hello”"],
    ["call", "call find_slots"],
    ["ask", "set day, hour"],
    ["unknown", "call gone"],
    ["b", ""],
  ]);
});

test("marks the start, global nodes with their way back, and unreachable nodes", () => {
  const nodes = drawn([
    talk("start", { edges: [prompt("1", "bye")] }),
    bye,
    talk("help", {
      global_node_setting: {
        condition: "Asks for a person",
        go_back_conditions: [{ id: "g", transition_condition: { type: "prompt", prompt: "Changed their mind" } }],
      },
    }),
    talk("lost"),
  ]);
  expect(nodes.map(({ id, isStart, isReachable }) => [id, isStart, isReachable])).toEqual([
    ["start", true, true],
    ["bye", false, true],
    ["help", false, true],
    ["lost", false, false],
  ]);
  expect(nodes[2]).toMatchObject({
    globalCondition: "Asks for a person",
    edges: [{ kind: "go_back", text: "Changed their mind" }],
  });
});

function part(name: string) {
  return { name, start_node_id: "in", nodes: [talk("in")] };
}

test("components are separate parts; one that is never entered is unreachable as a whole", () => {
  const flow = flowOf(
    [{ id: "c", type: "component", component_id: "used", component_type: "local", else_edge: elseTo("bye") }, bye],
    { components: [part("used"), part("idle")] },
  );
  const { parts } = describeFlow(flow, { title: "t" });
  expect(parts.map(({ name, isUsed, nodes }) => [name, isUsed, nodes.map((node) => node.isReachable)])).toEqual([
    ["flow", true, [true, true]],
    ["used", true, [true]],
    ["idle", false, [false]],
  ]);
  expect(parts[0]?.nodes[0]?.entersAt).toBe(parts[1]?.nodes[0]?.key);
});

test("coverage is by node and edge key, prefixed with the component's name", () => {
  const flow = flowOf([talk("start", { edges: [prompt("1", "bye"), prompt("2", "bye")] }), bye], {
    components: [{ name: "part", start_node_id: "bye", nodes: [bye] }],
  });
  const coverage = { nodes: new Set(["start", "part/bye"]), edges: new Set(["start#2"]) };
  const [start, end, inner] = drawnNodes(describeFlow(flow, { title: "t", coverage }));
  expect([start?.isCovered, end?.isCovered, inner?.isCovered]).toEqual([true, false, true]);
  expect(start?.edges.map((edge) => edge.isCovered)).toEqual([false, true]);
  expect(drawn([bye])[0]?.isCovered).toBeUndefined();
});

test("a node's depth is the fewest steps that lead to it", () => {
  const nodes = drawn([
    talk("start", { edges: [prompt("1", "ask"), prompt("2", "bye")] }),
    talk("ask", { edges: [prompt("3", "check"), prompt("4", "start")] }),
    talk("check", { edges: [prompt("5", "bye"), prompt("6", "ask")] }),
    bye,
    talk("help", { global_node_setting: { condition: "help" } }),
  ]);
  const depths = readingDepths(nodes);
  expect(nodes.map(({ id, key }) => [id, depths.get(key)])).toEqual([
    ["start", 0],
    ["ask", 1],
    ["check", 2],
    ["bye", 1],
    ["help", 1],
  ]);
});
