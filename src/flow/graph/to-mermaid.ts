import {
  type DrawnEdge,
  type DrawnNode,
  type DrawnPart,
  type EdgeLook,
  type FlowGraph,
  drawnNodes,
  edgeLooks,
  marks,
  nodeLooks,
  wrapText,
} from "./flow-graph.ts";

const textRoom = { columns: 40, lines: 3 };
const edgeRoom = { columns: 32, lines: 3 };
const arrows: Readonly<Record<EdgeLook["line"], string>> = { solid: "-->", dashed: "-.->", dotted: "-.->" };

/** The flow as a Mermaid flowchart, for pages that render it themselves (mermaid.js.org/syntax/flowchart). */
export function toMermaid(graph: FlowGraph): string {
  const nodes = drawnNodes(graph);
  const links = nodes.flatMap(mermaidLinks);
  return [
    "---",
    `title: ${JSON.stringify(graph.title)}`,
    "---",
    "flowchart LR",
    ...graph.parts.flatMap(mermaidPart),
    ...links.map(({ text }) => `  ${text}`),
    ...links.map(({ colour }, index) => `  linkStyle ${index} stroke:${colour}`),
    ...classes(nodes),
    "",
  ].join("\n");
}

function mermaidPart({ kind, title, nodes }: DrawnPart, index: number): readonly string[] {
  const boxes = nodes.map((node) => `  ${node.key}${mermaidNode(node)}`);
  if (kind === "flow") return boxes;
  return [
    `  subgraph ${kind}${index} [${mermaidLabel(kind === "topic" ? title : `component ${title}`)}]`,
    ...boxes,
    "  end",
  ];
}

function mermaidNode(node: DrawnNode): string {
  const badges = [
    node.isStart ? "START" : "",
    node.globalCondition === undefined ? "" : "GLOBAL",
    node.isReachable ? "" : "UNREACHABLE",
    node.isCovered === false ? "NOT COVERED" : "",
  ];
  const lines = [node.name, ...badges, ...wrapText(node.text, textRoom)].filter((line) => line !== "");
  return node.type === "branch" ? `{{${mermaidLabel(...lines)}}}` : `[${mermaidLabel(...lines)}]`;
}

interface Link {
  readonly text: string;
  readonly colour: string;
}

function mermaidLinks(node: DrawnNode): readonly Link[] {
  const leading = node.edges.flatMap((edge): readonly Link[] => {
    if (edge.to === undefined) return [];
    const { colour, line } = edgeLooks[edge.kind];
    const arrow = `${arrows[line]}|${mermaidLabel(...wrapText(edge.text, edgeRoom))}|`;
    return [{ text: `${node.key} ${arrow} ${edge.to}`, colour: coverageColour(edge) ?? colour }];
  });
  const entry = node.entersAt === undefined ? [] : [{ text: `${node.key} -.-> ${node.entersAt}`, colour: "#64748b" }];
  return [...leading, ...entry];
}

function coverageColour({ isCovered }: DrawnEdge): string | undefined {
  if (isCovered === undefined) return undefined;
  return isCovered ? marks.covered : marks.notCovered;
}

function classes(nodes: readonly DrawnNode[]): readonly string[] {
  const byType = Object.entries(nodeLooks).flatMap(([type, { colour }]) => {
    const keys = nodes.filter((node) => node.type === type && node.isReachable).map((node) => node.key);
    return keys.length === 0
      ? []
      : [
          `  classDef type_${type} fill:${colour},stroke:#52525b,color:#18181b`,
          `  class ${keys.join(",")} type_${type}`,
        ];
  });
  const unreachable = nodes.filter((node) => !node.isReachable).map((node) => node.key);
  if (unreachable.length === 0) return byType;
  return [
    ...byType,
    "  classDef unreachable fill:#e4e4e7,stroke:#a1a1aa,color:#71717a",
    `  class ${unreachable.join(",")} unreachable`,
  ];
}

/** A quoted label. Characters with a special meaning in Mermaid or HTML become entity codes. */
export function mermaidLabel(...lines: readonly string[]): string {
  const text = lines.map((line) => line.replaceAll(/[^\p{L}\p{N} .,:!?()/+'’“”…=*-]/gu, entity)).join("<br>");
  return `"${text}"`;
}

function entity(character: string): string {
  return `#${character.codePointAt(0) ?? 32};`;
}
