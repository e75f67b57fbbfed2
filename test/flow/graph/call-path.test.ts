import { expect, test } from "vitest";
import { drawSvg } from "../../../src/adapters/graph/draw-graph.ts";
import { litPicture, partsPassed, pathThrough } from "../../../src/flow/graph/call-path.ts";
import { describeFlow } from "../../../src/flow/graph/describe-flow.ts";
import { toDot } from "../../../src/flow/graph/to-dot.ts";
import { onePart } from "../../../src/flow/graph/topics.ts";
import { bye, flowOf, prompt, talk } from "../flows.ts";

const flow = flowOf([
  talk("start", { name: "Start", edges: [prompt("p", "ask", "A visit")] }),
  talk("ask", { name: "Ask", edges: [prompt("q", "bye", "Done"), prompt("r", "bye", "Tired"), prompt("s", "start")] }),
  bye,
]);
const topics = {
  titles: new Map([
    ["one", "One"],
    ["two", "Two"],
  ]),
  topicOf: new Map([
    ["start", "one"],
    ["ask", "one"],
    ["bye", "two"],
  ]),
};
const graph = describeFlow(flow, { title: "a flow", topics });
const passed = ["start", "ask", "start", "ask", "bye"].map((id) => ({ id, name: id }));

test("a path finds the node of each step, by id or by a unique name", () => {
  const path = pathThrough(graph, [...passed, { id: "", name: "Ask" }, { id: "gone", name: "Gone" }]);
  expect(path.map(({ number, place }) => [number, place?.part.name, place?.node.id])).toEqual([
    [1, "one", "start"],
    [2, "one", "ask"],
    [3, "one", "start"],
    [4, "one", "ask"],
    [5, "two", "bye"],
    [6, "one", "ask"],
    [7, undefined, undefined],
  ]);
  expect(partsPassed(path).map(({ name }) => name)).toEqual(["one", "two"]);
});

test("highlights the nodes and edges of the path, and links to other topics", async () => {
  const [part] = graph.parts;
  if (part === undefined) throw new Error("no topic");
  const svg = await drawSvg(toDot(onePart(graph, part), { legend: false }));
  const look = {
    label: 'A "picture"',
    linkTo: (to: { readonly name: string }, { key }: { readonly key: string }) => `/x?topic=${to.name}&a=1#${key}`,
  };
  const lit = (path: typeof passed) => litPicture(svg, { graph, part, path: pathThrough(graph, path) }, look);
  const whole = lit(passed);
  expect(whole).toMatch(/^<svg class="flow" role="group" aria-label="A &quot;picture&quot;" /u);
  expect([...whole.matchAll(/<g id="(\S+)" class="(?:node|edge) lit">/gu)].map(([, id = ""]) => id).toSorted()).toEqual(
    ["n0", "n0-e0", "n1", "n1-e2"],
  );
  expect([...whole.matchAll(/<text [^>]*>([\d, ]+)<\/text><\/g>/gu)].map(([, numbers]) => numbers)).toEqual([
    "1, 3",
    "2, 4",
  ]);
  expect(whole).toContain('xlink:href="/x?topic=two&amp;a=1#n2"');
  expect(lit(passed.slice(0, 1))).not.toContain('id="n1" class="node lit"');
  expect(lit([])).not.toContain(" lit");
});
