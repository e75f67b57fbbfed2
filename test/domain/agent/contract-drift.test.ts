import { expect, test } from "vitest";
import { contractDrift } from "../../../src/domain/agent/content/contract-drift.ts";
import type { JsonObject } from "../../../src/domain/agent/ports.ts";
import { unknownParts, withForeign } from "../../../src/domain/agent/content/unknown-content.ts";

const known = {
  agent: { agent_name: "Front desk", voice_id: "retell-Cimo", responsiveness: 0.9, stt_mode: "fast" },
  flow: { start_speaker: "agent", start_node_id: "hello", nodes: [hello(), end()] },
};

function hello(edges: readonly unknown[] = [edge("prompt")]): JsonObject {
  return { id: "hello", type: "conversation", instruction: { type: "static_text", text: "Hi" }, edges };
}

function end(): JsonObject {
  return { id: "end", type: "end" };
}

function edge(type: string): JsonObject {
  return { id: "on", destination_node_id: "end", transition_condition: { type, prompt: "They agree" } };
}

function branch(equations: readonly JsonObject[]): JsonObject {
  const condition = { type: "equation", operator: "&&", equations };
  return {
    id: "split",
    type: "branch",
    edges: [{ id: "so", destination_node_id: "end", transition_condition: condition }],
    else_edge: { id: "not", destination_node_id: "end", transition_condition: { type: "prompt", prompt: "Else" } },
  };
}

function reported(changes: { readonly agent?: JsonObject; readonly nodes?: readonly unknown[] }) {
  const { nodes = known.flow.nodes, agent = {} } = changes;
  const { keys, values } = unknownParts({ agent: { ...known.agent, ...agent }, flow: { ...known.flow, nodes } });
  return [
    ...keys.map(({ path, times }) => `key ${path} ×${times}`),
    ...values.map(({ path, value, times }) => `value ${path} ${value} ×${times}`),
  ];
}

test("known content is not reported", () => {
  expect(reported({})).toEqual([]);
});

test.each([
  ["a new value of a fixed list", { agent: { stt_mode: "superb" } }, ["value agent.stt_mode superb ×1"]],
  [
    "a number written as text, without showing the text",
    { agent: { responsiveness: "0.9" } },
    ["value agent.responsiveness text instead of number ×1"],
  ],
  [
    "nothing in place of an object",
    { nodes: [{ ...hello(), instruction: null }, end()] },
    ["value flow.nodes[].instruction nothing instead of object ×1"],
  ],
  [
    "a new kind of node, and its edges",
    { nodes: [hello(), end(), { id: "beam", type: "hologram", beam: { on: true }, edges: [edge("gesture")] }] },
    ["value flow.nodes[].edges[].transition_condition.type gesture ×1", "value flow.nodes[].type hologram ×1"],
  ],
  [
    "a new kind of condition",
    { nodes: [hello([edge("gesture")]), end()] },
    ["value flow.nodes[].edges[].transition_condition.type gesture ×1"],
  ],
  [
    "an unknown key by its name, whatever it holds",
    { agent: { of_tomorrow: { deep: [1, { deeper: 2 }] } } },
    ["key agent.of_tomorrow ×1"],
  ],
])("what Retell changed is told for what it is: %s", (_, changes, expected) => {
  expect(reported(changes)).toEqual(expected);
});

test("a thousand wrong values are all found", () => {
  const many = Array.from({ length: 1000 }, (_, index) => ({
    ...end(),
    id: `end-${index}`,
    display_position: { x: "1", y: index },
  }));
  expect(reported({ nodes: [hello(), ...many] })).toEqual([
    "value flow.nodes[].display_position.x text instead of number ×1000",
  ]);
});

test("the report of an account lists its unknown values as values", async () => {
  const agent = {
    agentId: "agent_1",
    version: 0,
    name: "",
    isPublished: true,
    flowId: "flow_1",
    flowVersion: 0,
    baseVersion: null,
    tags: [],
    body: { ...known.agent, stt_mode: "superb" },
  };
  const report = await contractDrift(
    { agents: [{ agentId: "agent_1", version: 0 }], received: { events: [], disconnectionReasons: [] } },
    {
      platform: { getVersion: () => Promise.resolve(agent), getFlow: () => Promise.resolve(known.flow) },
      answers: { numbers: () => Promise.resolve([]), voices: () => Promise.resolve([]) },
    },
  );
  expect(report.differences).toEqual([{ of: "agent", kind: "value", path: "agent.stt_mode", found: "superb" }]);
});

test("unknown keys of equations, which have no ids, are written back, even if one was added before them", () => {
  const equation = { left: "{{a}}", operator: "==", right: "1" };
  const live = { ...known, flow: { ...known.flow, nodes: [branch([{ ...equation, of_tomorrow: 1 }]), end()] } };
  const carried = (equations: readonly JsonObject[]) =>
    withForeign({ ...known, flow: { ...known.flow, nodes: [branch(equations), end()] } }, live, undefined).flow[
      "nodes"
    ];
  expect(carried([equation])).toEqual([branch([{ ...equation, of_tomorrow: 1 }]), end()]);
  expect(carried([{ ...equation, right: "2" }])).toEqual([
    branch([{ ...equation, right: "2", of_tomorrow: 1 }]),
    end(),
  ]);
  const added = { left: "{{b}}", operator: "exists" };
  expect(carried([added, equation])).toEqual([branch([added, { ...equation, of_tomorrow: 1 }]), end()]);
});
