import { type Edge, type EdgeKind, type Flow, type FlowNode, type Graph, nodeEdges } from "../flow.ts";

export interface CheckOptions {
  /** Names of the variables that come with every call. Without it the rules on supplied variables are silent. */
  readonly supplied?: readonly string[];
  /** Sample values by variable name; spoken ones must be speakable. */
  readonly samples?: Readonly<Record<string, string>>;
  /** Language or languages of the agent. */
  readonly language?: string | readonly string[];
}

export interface CheckContext {
  readonly flow: Flow;
  readonly maps: readonly GraphMap[];
  readonly options: CheckOptions;
}

export type Rule = (context: CheckContext) => readonly Finding[];

/** The flow or one of its components, with what the rules ask of it. */
export interface GraphMap {
  /** "" for the flow, `<component name>/` for a component. */
  readonly prefix: string;
  readonly graph: Graph;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly links: readonly Link[];
}

/** One edge of one node; `to` only when it leads to a node that exists. */
export interface Link {
  readonly from: FlowNode;
  readonly kind: EdgeKind;
  readonly edge: Edge;
  readonly to?: FlowNode;
}

export function mapFlow(flow: Flow): readonly GraphMap[] {
  const components = (flow.components ?? []).map((component) => mapGraph(component, `${component.name}/`));
  return [mapGraph(flow, ""), ...components];
}

function mapGraph(graph: Graph, prefix: string): GraphMap {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const links = graph.nodes.flatMap((from) =>
    nodeEdges(from).map(({ kind, edge }): Link => {
      const to = nodes.get(edge.destination_node_id ?? "");
      return to === undefined ? { from, kind, edge } : { from, kind, edge, to };
    }),
  );
  return { prefix, graph, nodes, links };
}

/** Where a run can begin: the start node and every global node. */
export function entryNodes(map: GraphMap): readonly FlowNode[] {
  const start = map.nodes.get(map.graph.start_node_id ?? "");
  const globals = map.graph.nodes.filter((node) => node.global_node_setting !== undefined);
  return start === undefined ? globals : [start, ...globals];
}

/** Nodes that can be reached from `from` over `links`, `from` itself only by a way back to it. */
export function reachable(from: readonly FlowNode[], links: readonly Link[]): ReadonlySet<FlowNode> {
  const seen = new Set<FlowNode>();
  const open = [...from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const current = node;
    const next = links.flatMap((link) => (link.from === current && link.to !== undefined ? [link.to] : []));
    const fresh = next.filter((candidate) => !seen.has(candidate));
    for (const candidate of fresh) seen.add(candidate);
    open.push(...fresh);
  }
  return seen;
}

/** Something to know about a flow. An `error` is what Retell refuses or what makes a call go wrong. */
export interface Finding {
  readonly rule: string;
  readonly severity: "error" | "warning";
  /** Node id, inside a component prefixed by `<component name>/`. */
  readonly node?: string;
  readonly edge?: string;
  /** Path inside the node, or inside the flow where there is no node: `instruction.text`. */
  readonly field?: string;
  readonly message: string;
  readonly fix: string;
}

/** One line: `node "greet" edges[0].id: …`. */
export function findingText(finding: Finding): string {
  const node = finding.node === undefined ? "" : `node "${finding.node}" `;
  const edge = finding.edge === undefined ? "" : `edge "${finding.edge}" `;
  const place = `${node}${edge}${finding.field ?? ""}`.trim();
  return `${place === "" ? "flow" : place}: ${finding.message} → ${finding.fix} [${finding.rule}]`;
}
