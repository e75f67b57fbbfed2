import { escapeXml } from "../../domain/flow/graph/dot-text.ts";
import { type DrawnNode, drawnNodes, type FlowGraph } from "../../domain/flow/graph/flow-graph.ts";
import { legendOf } from "../../domain/flow/graph/legend.ts";
import { edgeLooks, nodeLooks } from "../../domain/flow/graph/looks.ts";

interface PageParts {
  /** templates/flow-page.html */
  readonly frame: string;
  /** Of the same graph, without a legend of its own. */
  readonly svg: string;
}

/** One page that needs nothing else: the picture to move and zoom, and beside it every text in full. */
export function graphPage(graph: FlowGraph, { frame, svg }: PageParts): string {
  const parts: Readonly<Record<string, string>> = {
    TITLE: escapeXml(graph.title),
    LEGEND: legendHtml(graph),
    SVG: svg.slice(svg.indexOf("<svg")),
    // A "<" in a text must not be able to end the script element.
    DATA: JSON.stringify(drawnNodes(graph).map(nodeData)).replaceAll("<", String.raw`\u003c`),
  };
  return frame.replaceAll(/%(TITLE|LEGEND|SVG|DATA)%/g, (_, part: string) => parts[part] ?? "");
}

function nodeData(node: DrawnNode) {
  return {
    key: node.key,
    id: node.id,
    name: node.name,
    type: nodeLooks[node.type].label,
    text: node.text,
    isStart: node.isStart,
    remarks: remarksOn(node),
    edges: node.edges.map(({ key, kind, text, to }) => ({
      key,
      kind: edgeLooks[kind].label,
      text,
      goesBack: kind === "go_back",
      ...(to !== undefined && { to }),
    })),
  };
}

function remarksOn(node: DrawnNode): readonly string[] {
  return [
    ...(node.isStart ? ["Start of the call."] : []),
    ...(node.globalCondition === undefined ? [] : [`Global, entered from anywhere when: ${node.globalCondition}`]),
    ...(node.isReachable ? [] : ["No path leads here."]),
    ...(node.isCovered === false ? ["No run passed here."] : []),
  ];
}

function legendHtml(graph: FlowGraph): string {
  const { nodes, edges, coverage } = legendOf(graph);
  const swatches = nodes.map(
    ({ label, colour, count }) =>
      `<li><b style="background:${colour};height:14px"></b>${escapeXml(label)} ${count}</li>`,
  );
  const strokes = [...edges, ...coverage].map(
    ({ label, colour, line }) => `<li><b style="border-top:3px ${line} ${colour}"></b>${escapeXml(label)}</li>`,
  );
  return `<ul class="legend">${[...swatches, ...strokes].join("")}</ul>`;
}
