import * as fc from "fast-check";
import { expect, test } from "vitest";
import { drawSvg } from "../../../src/adapters/graph/draw-graph.ts";
import { describeFlow } from "../../../src/flow/graph/describe-flow.ts";
import { toDot } from "../../../src/flow/graph/to-dot.ts";
import { toMermaid } from "../../../src/flow/graph/to-mermaid.ts";
import { bye, flowOf, prompt, talk } from "../flows.ts";

function graphOf(text: string, id = "start") {
  const flow = flowOf([
    talk(id, { name: text, instruction: { type: "prompt", text }, edges: [prompt("1", "bye", text), prompt("2")] }),
    bye,
    talk("lost"),
  ]);
  return describeFlow(flow, { title: text });
}

/** The texts of an SVG as a reader sees them. */
function writing(svg: string): string {
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text);
  return texts
    .join("\n")
    .replaceAll("&#160;", " ")
    .replaceAll("&#45;", "-")
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

test("the picture shows title, types, conditions and destinations, and what is unconnected or unreachable", async () => {
  const seen = writing(await drawSvg(toDot(graphOf("Ask for the day"), { legend: true })));
  for (const text of ["Ask for the day", "conversation 2", "end of call 1", "→ bye", "NOT CONNECTED", "UNREACHABLE"]) {
    expect(seen).toContain(text);
  }
});

test("markup, backslashes and Graphviz escapes in a flow are text, not instructions", async () => {
  const hostile = String.raw`<b>&"' \N \G --> ]]`;
  const svg = await drawSvg(toDot(graphOf(hostile, 'id"<'), { legend: true }));
  expect(writing(svg)).toContain(hostile);
  expect(svg).not.toContain("<b>");
});

test("any text at all can be drawn", async () => {
  const texts = fc.string({ unit: "binary", maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const svg = await drawSvg(toDot(graphOf(text), { legend: true }));
      expect(svg).toMatch(/<\/svg>\s*$/);
      // eslint-disable-next-line no-control-regex -- XML cannot hold them.
      expect(svg).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]|\p{Surrogate}/u);
    }),
    { numRuns: 60 },
  );
});

test("an edge that leads back does not take part in the layout", () => {
  const flow = flowOf([
    talk("start", { edges: [prompt("1", "ask")] }),
    talk("ask", { edges: [prompt("2", "start"), prompt("3", "bye")] }),
    bye,
  ]);
  const edges = toDot(describeFlow(flow, { title: "t" }), { legend: false })
    .split("\n")
    .filter((line) => line.includes(" -> "));
  expect(edges.map((line) => [line.split(" [")[0], line.includes("constraint=false")])).toEqual([
    ["n0:e0:e -> n1:head:w", false],
    ["n1:e0:_ -> n0:head:_", true],
    ["n1:e1:e -> n2:head:w", false],
  ]);
});

test("Mermaid text draws every connected edge and encodes characters it could misread", () => {
  const text = toMermaid(graphOf('end"] --> x; %% <b>'));
  expect(text).toContain("n0 -->|");
  expect(text.slice(text.indexOf("flowchart"))).not.toMatch(/end"\]|<b>|%%/);
  expect(text).toContain("#34;#93;");
});
