import {
  type DrawnEdge,
  type DrawnNode,
  type DrawnPart,
  type EdgeLook,
  type FlowGraph,
  type Room,
  edgeLooks,
  entryLook,
  legendOf,
  marks,
  nodeLooks,
  wrapText,
} from "./flow-graph.ts";

/** Drawn as the label of the whole graph, so that it does not affect the layout. */
function dotLegend(graph: FlowGraph): string {
  const { nodes, edges, coverage } = legendOf(graph);
  const title = `<FONT POINT-SIZE="22"><B>${labelText(graph.title)}</B></FONT>`;
  const types = nodes.map(
    ({ label, colour, count }) => `<TD BGCOLOR="${colour}">${labelText(`${label} ${count}`)}</TD>`,
  );
  const lines = [...edges, ...coverage].map(
    ({ line, colour, label }) => `<TD><FONT COLOR="${colour}"><B>${strokes[line]}</B>  ${labelText(label)}</FONT></TD>`,
  );
  const rows = [title, row(types), row(lines)].map((content) => `<TR><TD ALIGN="LEFT">${content}</TD></TR>`);
  return legendTable(rows.join(""));
}

function row(cells: readonly string[]): string {
  return cells.length === 0 ? " " : legendTable(`<TR>${cells.join("")}</TR>`);
}

function legendTable(rows: string): string {
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="4" CELLPADDING="3">${rows}</TABLE>`;
}

const strokes: Readonly<Record<EdgeLook["line"], string>> = { solid: "———", dashed: "– – –", dotted: "· · · ·" };

// Graphviz measures text with Arial's widths; the boxes leave space for the wider fonts that replace it on Linux.
const boxWidth = 270;

const nameRoom = { columns: 30, lines: 2 };

const textRoom = { columns: 42, lines: 3 };

const edgeRoom = { columns: 42, lines: 2 };

const targetRoom = { columns: 52, lines: 1 };

const badgeRoom = { columns: 40, lines: 2 };

const faint = "#71717a";

/** Background for an edge that is not drawn as a line. */
const chipColour = "#e0f2fe";

/** A box: a header in the colour of the node's type, the node's text, then a row for each of its edges. */
function dotNode(node: DrawnNode, lines: ReadonlyMap<DrawnEdge, Line>): string {
  const ways = node.edges.map((edge) => edgeRow(node, edge, edge.to !== undefined && !lines.has(edge)));
  const rows = [head(node), ...badges(node), ...body(node), ...ways];
  const table = `<TABLE BORDER="${frameOf(node)}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" COLOR="${frameColour(node)}" BGCOLOR="#ffffff">${rows.join("")}</TABLE>`;
  return `${node.key} [id=${quoted(node.key)} tooltip=${quoted(`${node.name} (${nodeLooks[node.type].label})`)} label=<${table}>];`;
}

function head(node: DrawnNode): string {
  const { label, colour } = nodeLooks[node.type];
  const background = node.isReachable ? colour : "#e4e4e7";
  const name = leftLines(node.name, nameRoom);
  const ink = inkOf(node);
  return cell(
    `PORT="head" BGCOLOR="${background}" WIDTH="${boxWidth}" TOOLTIP="${tooltip(`${node.name}\n${node.id}`)}"`,
    `<FONT COLOR="${ink}" POINT-SIZE="12"><B>${name}</B></FONT><BR ALIGN="LEFT"/><FONT COLOR="${ink}" POINT-SIZE="8">${labelText(label)}</FONT><BR ALIGN="LEFT"/>`,
  );
}

function badges(node: DrawnNode): readonly string[] {
  const texts = [
    node.isStart ? { colour: "#166534", text: "START" } : undefined,
    node.globalCondition === undefined
      ? undefined
      : { colour: "#86198f", text: `GLOBAL, from anywhere: ${node.globalCondition}` },
    node.cameFrom.length === 0 ? undefined : { colour: "#0369a1", text: `FROM ${node.cameFrom.join("; ")}` },
    node.isReachable ? undefined : { colour: "#52525b", text: "UNREACHABLE" },
    node.isCovered === false ? { colour: marks.notCovered, text: "NOT COVERED" } : undefined,
  ].filter((badge) => badge !== undefined);
  return texts.map(({ colour, text }) =>
    cell(
      `BGCOLOR="#fafafa" TOOLTIP="${tooltip(text)}"`,
      `<FONT COLOR="${colour}" POINT-SIZE="9"><B>${leftLines(text, badgeRoom)}</B></FONT>`,
    ),
  );
}

function body(node: DrawnNode): readonly string[] {
  if (node.text === "") return [];
  const text = leftLines(node.text, textRoom);
  return [cell(`TOOLTIP="${tooltip(node.text)}"`, `<FONT COLOR="${inkOf(node)}" POINT-SIZE="10">${text}</FONT>`)];
}

/** Names the destination, so that readers need not trace a long line. */
function edgeRow(node: DrawnNode, edge: DrawnEdge, isChip: boolean): string {
  const { label, colour } = edgeLooks[edge.kind];
  const isLoose = edge.to === undefined && edge.kind !== "go_back";
  const text = edge.kind === "go_back" ? `back when: ${edge.text}` : edge.text;
  const ink = node.isReachable ? colour : faint;
  const target = targetText(edge);
  const chip = !isChip ? "" : ` HREF="#${edge.to}" BGCOLOR="${chipColour}"`;
  return cell(
    `PORT="${edge.key}" SIDES="T" BORDER="1" COLOR="#e4e4e7"${chip} TOOLTIP="${tooltip(`${label}: ${text}\n${target}\n${edge.id}`)}"`,
    [
      font({ ink, size: 10 }, leftLines(text, edgeRoom)),
      ...(isLoose ? [font({ ink: marks.unconnected, size: 8 }, "NOT CONNECTED")] : []),
      ...(target === "" ? [] : [font({ ink: faint, size: 8 }, leftLines(target, targetRoom))]),
    ].join('<BR ALIGN="LEFT"/>'),
  );
}

function targetText({ toName, topic }: DrawnEdge): string {
  if (toName === undefined) return "";
  return topic === undefined ? `→ ${toName}` : `→ ${toName} (${topic})`;
}

function font({ ink, size }: { readonly ink: string; readonly size: number }, text: string): string {
  return `<FONT COLOR="${ink}" POINT-SIZE="${size}">${text}</FONT>`;
}

function cell(attributes: string, content: string): string {
  return `<TR><TD ALIGN="LEFT" BALIGN="LEFT" ${attributes}>${content}</TD></TR>`;
}

function inkOf(node: DrawnNode): string {
  return node.isReachable ? "#18181b" : faint;
}

function frameOf(node: DrawnNode): number {
  return node.globalCondition !== undefined || node.isCovered !== undefined ? 3 : 1;
}

function frameColour(node: DrawnNode): string {
  if (node.isCovered !== undefined) return node.isCovered ? marks.covered : marks.notCovered;
  if (!node.isReachable) return marks.unreachable;
  return node.globalCondition === undefined ? "#52525b" : "#a21caf";
}

/**
 * The fewest steps from the start to each node, by node key. A layout by this depth keeps its shape: edges that lead
 * back, or ahead to a node that can be reached sooner, do not stretch it. In a topic without the start node, counting
 * begins at the first node that other topics lead to.
 */
export function readingDepths(nodes: readonly DrawnNode[]): ReadonlyMap<string, number> {
  const edges = new Map(nodes.map((node) => [node.key, node.edges]));
  const depths = new Map<string, number>();
  const walk = (roots: readonly DrawnNode[], first: number): void => {
    let layer = roots.map((node) => node.key);
    for (let depth = first; layer.length > 0; depth += 1) {
      const fresh = new Set(layer.filter((key) => !depths.has(key) && edges.has(key)));
      for (const key of fresh) depths.set(key, depth);
      layer = [...fresh].flatMap((key) => (edges.get(key) ?? []).flatMap(({ to }) => to ?? []));
    }
  };
  const starts = nodes.filter((node) => node.isStart);
  walk(starts, 0);
  for (const node of nodes.filter(({ cameFrom }) => cameFrom.length > 0)) walk([node], starts.length === 0 ? 0 : 1);
  walk(
    nodes.filter((node) => node.globalCondition !== undefined),
    1,
  );
  walk(nodes, 1);
  return depths;
}

interface DotOptions {
  /** Adds title and legend, for pictures viewed on their own. */
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

/** The picture in Graphviz's DOT language, left to right. Node ids are `n<i>`, edge ids `n<i>-e<j>`. */
export function toDot(graph: FlowGraph, { legend }: DotOptions): string {
  return [
    "digraph flow {",
    `graph [${[...setting, ...(legend ? [`label=<${dotLegend(graph)}>`] : [])].join(" ")}];`,
    'node [shape=plain fontname="Arial"];',
    "edge [arrowsize=0.7];",
    ...graph.parts.flatMap((part, index) => dotPart(part, index, graph.parts.length === 1)),
    ...startFirst(graph),
    ...graph.parts.flatMap(dotEdges),
    "}",
  ].join("\n");
}

function dotPart(part: DrawnPart, index: number, isAlone: boolean): readonly string[] {
  const lines = linesOf(part);
  const boxes = part.nodes.map((node) => dotNode(node, lines));
  if (part.kind === "flow" || isAlone) return boxes;
  const label = part.kind === "topic" ? part.title : `component ${part.title}`;
  const note = part.isUsed ? "" : " (not used by any node)";
  const look = `style="rounded,filled" color="#94a3b8" fillcolor="${part.isUsed ? "#f8fafc" : "#f4f4f5"}" fontsize=14`;
  return [`subgraph cluster_${index} {`, `label=${quoted(`${label}${note}`)} ${look};`, ...boxes, "}"];
}

function startFirst({ parts }: FlowGraph): readonly string[] {
  const start = parts[0]?.kind === "flow" ? parts[0].nodes.find((node) => node.isStart) : undefined;
  return start === undefined ? [] : [`{ rank=source; ${start.key}; }`];
}

function dotEdges(part: DrawnPart): readonly string[] {
  const lines = linesOf(part);
  return part.nodes.flatMap((node) => {
    const leading = node.edges.flatMap((edge) => {
      const line = lines.get(edge);
      return line === undefined ? [] : [dotEdge(node, edge, line)];
    });
    const { entersAt } = node;
    const entry = entersAt === undefined ? [] : [`${node.key}:head:e -> ${entersAt}:head:w [${strokeOf(entryLook)}];`];
    return [...leading, ...entry];
  });
}

interface Line {
  readonly to: string;
  readonly isForward: boolean;
}

/**
 * Beyond this number, lines from one topic back to the same node would hide the others: they are not drawn, and the
 * edges' rows name the node.
 */
const linesBack = 3;

/** The edges of a part that are drawn as lines. The others appear only as rows of their node. */
function linesOf({ kind, nodes }: DrawnPart): ReadonlyMap<DrawnEdge, Line> {
  const depths = readingDepths(nodes);
  const depthOf = (key: string): number => depths.get(key) ?? 0;
  const lines = nodes.flatMap((node) =>
    node.edges.flatMap((edge): readonly (readonly [DrawnEdge, Line])[] => {
      if (edge.to === undefined || edge.topic !== undefined) return [];
      return [[edge, { to: edge.to, isForward: depthOf(edge.to) === depthOf(node.key) + 1 }]];
    }),
  );
  if (kind !== "topic") return new Map(lines);
  const back = new Map<string, number>();
  for (const [, { to, isForward }] of lines) if (!isForward) back.set(to, (back.get(to) ?? 0) + 1);
  return new Map(lines.filter(([, { to, isForward }]) => isForward || (back.get(to) ?? 0) <= linesBack));
}

/** An edge that leads back is thin and attaches to the nearer side of each node. */
function dotEdge(node: DrawnNode, edge: DrawnEdge, { to, isForward }: Line): string {
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

// XML 1.0 cannot express these: control characters and halves of surrogate pairs.
// eslint-disable-next-line no-control-regex -- control characters are what this removes.
const notXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text between XML or HTML tags. */
export function escapeXml(text: string): string {
  return text.replaceAll(notXml, "").replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** Text in an HTML-like label, where a backslash starts a Graphviz escape (graphviz.org/docs/attr-types/escString). */
export function labelText(text: string): string {
  return escapeXml(text).replaceAll("\\", "\\\\");
}

/** A tooltip in an HTML-like label. */
export function tooltip(text: string): string {
  return labelText(text).replaceAll(/\r?\n/g, "&#10;");
}

/** A quoted string of the DOT language. */
export function quoted(text: string): string {
  const plain = text.replaceAll(notXml, "").replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return `"${plain.replaceAll(/\r?\n/g, "\\n")}"`;
}

/** Left-aligned lines of an HTML-like label. Empty text becomes a space, because Graphviz refuses empty cells. */
function leftLines(text: string, room: Room): string {
  const lines = wrapText(text, room).map(labelText);
  return lines.length === 0 ? " " : lines.join('<BR ALIGN="LEFT"/>');
}
