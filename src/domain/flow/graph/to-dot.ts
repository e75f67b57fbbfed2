import { dotLegend } from "./dot-legend.ts";
import { dotNode } from "./dot-node.ts";
import { quoted } from "./dot-text.ts";
import { type DrawnEdge, type DrawnNode, type DrawnPart, drawnNodes, type FlowGraph } from "./flow-graph.ts";
import { type EdgeLook, edgeLooks, entryLook, marks } from "./looks.ts";
import { readingDepths } from "./reading-depth.ts";

export interface DotOptions {
  /** Title and legend inside the picture, for files that are looked at alone. */
  readonly legend: boolean;
}

const setting = [
  "rankdir=LR",
  "nodesep=0.3",
  "ranksep=0.8",
  'fontname="Arial"',
  "pad=0.3",
  "labelloc=t",
  "labeljust=l",
  'bgcolor="#ffffff"',
];

/** The picture in Graphviz's language, left to right. Node and edge elements carry `n<i>` and `n<i>-e<j>` as ids. */
export function toDot(graph: FlowGraph, { legend }: DotOptions): string {
  const names = new Map(drawnNodes(graph).map((node) => [node.key, node.name]));
  return [
    "digraph flow {",
    `graph [${[...setting, ...(legend ? [`label=<${dotLegend(graph)}>`] : [])].join(" ")}];`,
    'node [shape=plain fontname="Arial"];',
    "edge [arrowsize=0.7];",
    ...graph.parts.flatMap((part, index) => dotPart(part, { index, names })),
    ...startFirst(graph),
    ...graph.parts.flatMap(dotEdges),
    "}",
  ].join("\n");
}

interface PartPlace {
  readonly index: number;
  readonly names: ReadonlyMap<string, string>;
}

function dotPart({ name, isUsed, nodes }: DrawnPart, { index, names }: PartPlace): readonly string[] {
  const cards = nodes.map((node) => dotNode(node, names));
  if (name === undefined) return cards;
  const label = `component ${name}${isUsed ? "" : " (not used by any node)"}`;
  const look = `style="rounded,filled" color="#94a3b8" fillcolor="${isUsed ? "#f8fafc" : "#f4f4f5"}" fontsize=14`;
  return [`subgraph cluster_${index} {`, `label=${quoted(label)} ${look};`, ...cards, "}"];
}

function startFirst({ parts }: FlowGraph): readonly string[] {
  const start = parts[0]?.nodes.find((node) => node.isStart);
  return start === undefined ? [] : [`{ rank=source; ${start.key}; }`];
}

function dotEdges({ nodes }: DrawnPart): readonly string[] {
  const depths = readingDepths(nodes);
  const depthOf = (key: string): number => depths.get(key) ?? 0;
  return nodes.flatMap((node) => {
    const leading = node.edges.flatMap((edge) => {
      if (edge.to === undefined) return [];
      return [dotEdge(node, edge, { to: edge.to, isForward: depthOf(edge.to) === depthOf(node.key) + 1 })];
    });
    const { entersAt } = node;
    const entry = entersAt === undefined ? [] : [`${node.key}:head:e -> ${entersAt}:head:w [${strokeOf(entryLook)}];`];
    return [...leading, ...entry];
  });
}

interface Leading {
  readonly to: string;
  readonly isForward: boolean;
}

/** An edge that leads back is thin, and leaves and arrives on whichever side is nearer. */
function dotEdge(node: DrawnNode, edge: DrawnEdge, { to, isForward }: Leading): string {
  const ends = isForward ? `${node.key}:${edge.key}:e -> ${to}:head:w` : `${node.key}:${edge.key}:_ -> ${to}:head:_`;
  const attributes = [
    `id="${node.key}-${edge.key}"`,
    `tooltip=${quoted(`${node.name}: ${edge.text}`)}`,
    strokeOf(lookOf(node, edge)),
    ...(isForward ? [] : ["constraint=false", "penwidth=0.6"]),
    ...(edge.isCovered === true ? ["penwidth=2.4"] : []),
  ];
  return `${ends} [${attributes.join(" ")}];`;
}

function lookOf(node: DrawnNode, edge: DrawnEdge): EdgeLook {
  const look = edgeLooks[edge.kind];
  if (edge.isCovered !== undefined) return { ...look, colour: edge.isCovered ? marks.covered : marks.notCovered };
  return node.isReachable ? look : { ...look, colour: marks.unreachable };
}

function strokeOf({ colour, line }: EdgeLook): string {
  return `color="${colour}" style=${line}`;
}
