import { type DrawnPart, type FlowGraph, edgeLooks, marks, nodeLooks } from "./flow-graph.ts";
import { labelText, quoted, tooltip } from "./to-dot.ts";
import { mermaidLabel } from "./to-mermaid.ts";

/** A topic that this one leads to, and the number of edges. */
export interface TopicLink {
  readonly to: DrawnPart;
  readonly ways: number;
}

export interface TopicSummary {
  readonly part: DrawnPart;
  readonly links: readonly TopicLink[];
  /** Names of the nodes where calls from other topics arrive, the start node first. */
  readonly entries: readonly string[];
  /** Names of the global nodes, which calls reach from anywhere. */
  readonly globals: readonly string[];
}

export function topicParts(graph: FlowGraph): readonly DrawnPart[] {
  return graph.parts.filter(({ kind }) => kind === "topic");
}

/** One topic or component by itself. Edges to other topics show their destination. */
export function onePart(graph: FlowGraph, part: DrawnPart): FlowGraph {
  return { title: `${graph.title}: ${part.title}`, parts: [part] };
}

/** How the topics connect, in template order. */
export function summarizeTopics(graph: FlowGraph): readonly TopicSummary[] {
  const parts = topicParts(graph);
  const home = new Map(parts.flatMap((part) => part.nodes.map((node) => [node.key, part] as const)));
  return parts.map((part) => {
    const targets = part.nodes.flatMap((node) => node.edges.flatMap(({ to }) => home.get(to ?? "") ?? []));
    const links = parts
      .filter((other) => other !== part)
      .map((to) => ({ to, ways: targets.filter((target) => target === to).length }))
      .filter(({ ways }) => ways > 0);
    const starts = part.nodes.filter((node) => node.isStart);
    const entered = part.nodes.filter((node) => !node.isStart && node.cameFrom.length > 0);
    return {
      part,
      links,
      entries: [...starts, ...entered].map(({ name }) => name),
      globals: part.nodes.filter((node) => node.globalCondition !== undefined).map(({ name }) => name),
    };
  });
}

const namedEntries = 5;

/** The topics as boxes, in Graphviz's DOT language. The id of a box is `topic-<name>`. */
export function overviewDot(graph: FlowGraph): string {
  const topics = summarizeTopics(graph);
  const ids = new Map(topics.map(({ part }, index) => [part, `t${index}`]));
  const edges = topics.flatMap(({ part, links }, index) =>
    topics.slice(index + 1).flatMap((later) => {
      const there = links.find(({ to }) => to === later.part)?.ways ?? 0;
      const back = later.links.find(({ to }) => to === part)?.ways ?? 0;
      if (there + back === 0) return [];
      return [`${ids.get(part)} -> ${ids.get(later.part)} [${strokeOfLink(there, back)}];`];
    }),
  );
  return [
    "digraph topics {",
    `graph [rankdir=LR nodesep=0.35 ranksep=0.9 pad=0.3 bgcolor="#ffffff" fontname="Arial"];`,
    'node [shape=plain fontname="Arial"];',
    "edge [arrowsize=0.7];",
    ...topics.map((topic) => `${ids.get(topic.part)} ${topicBox(topic)};`),
    ...edges,
    "}",
  ].join("\n");
}

/** One line between two topics, with an arrowhead for each direction that has edges. More edges make it thicker. */
function strokeOfLink(there: number, back: number): string {
  const ends = there > 0 && back > 0 ? "both" : there > 0 ? "forward" : "back";
  const width = Math.min(4, 0.6 + (there + back) / 6).toFixed(1);
  return `dir=${ends} color="${edgeLooks.prompt.colour}" penwidth=${width} tooltip="${there} there, ${back} back"`;
}

function topicBox({ part, links, entries, globals }: TopicSummary): string {
  const more = entries.length - namedEntries;
  const shown = [...entries.slice(0, namedEntries), ...(more > 0 ? [`and ${more} more`] : [])];
  const rows = [
    `<TR><TD ALIGN="LEFT" BGCOLOR="${nodeLooks.conversation.colour}" WIDTH="230"><FONT POINT-SIZE="14"><B>${labelText(part.title)}</B></FONT><BR ALIGN="LEFT"/><FONT POINT-SIZE="9">${countOf(part.nodes.length)}</FONT><BR ALIGN="LEFT"/></TD></TR>`,
    ...lines("comes in at", shown, "#18181b"),
    ...lines("from anywhere", globals, "#86198f"),
    ...lines(
      "leads to",
      links.map(({ to, ways }) => `${to.title} (${ways})`),
      "#334155",
    ),
    ...(part.nodes.some((node) => node.isCovered === false)
      ? lines("not covered", [countOf(part.nodes.filter((node) => node.isCovered === false).length)], marks.notCovered)
      : []),
  ];
  const table = `<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="5" COLOR="#52525b" BGCOLOR="#ffffff">${rows.join("")}</TABLE>`;
  return `[id=${quoted(`topic-${part.name}`)} tooltip="${tooltip(part.title)}" label=<${table}>]`;
}

function lines(label: string, texts: readonly string[], ink: string): readonly string[] {
  if (texts.length === 0) return [];
  const written = texts.map((text) => `${labelText(text)}<BR ALIGN="LEFT"/>`).join("");
  return [
    `<TR><TD ALIGN="LEFT" BALIGN="LEFT" SIDES="T" BORDER="1" COLOR="#e4e4e7"><FONT POINT-SIZE="8" COLOR="#71717a">${label}</FONT><BR ALIGN="LEFT"/><FONT POINT-SIZE="10" COLOR="${ink}">${written}</FONT></TD></TR>`,
  ];
}

function countOf(nodes: number): string {
  return nodes === 1 ? "1 node" : `${nodes} nodes`;
}

/** The topics as a Mermaid flowchart. */
export function overviewMermaid(graph: FlowGraph): string {
  const topics = summarizeTopics(graph);
  const ids = new Map(topics.map(({ part }, index) => [part, `t${index}`]));
  return [
    "---",
    `title: ${JSON.stringify(graph.title)}`,
    "---",
    "flowchart LR",
    ...topics.map(({ part }) => `  ${ids.get(part)}[${mermaidLabel(part.title, countOf(part.nodes.length))}]`),
    ...topics.flatMap(({ part, links }) =>
      links.map(({ to, ways }) => `  ${ids.get(part)} -->|${ways}| ${ids.get(to)}`),
    ),
    "",
  ].join("\n");
}
