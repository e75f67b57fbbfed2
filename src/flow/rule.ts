import type { AccountLists } from "./schema/retell-lists.ts";
import { type Edge, type EdgeKind, type Flow, type FlowNode, type Graph, nodeEdges } from "./flow.ts";

export interface CheckOptions {
  /** Names of the variables that every call supplies. If absent, the rules about them report nothing. */
  readonly supplied?: readonly string[];
  /** Sample values by variable name. Spoken ones must be speakable. */
  readonly samples?: Readonly<Record<string, string>>;
  /** The account's additions to the shipped lists. */
  readonly account?: AccountLists;
}

export interface CheckContext {
  readonly flow: Flow;
  readonly maps: readonly GraphMap[];
  readonly options: CheckOptions;
}

export type Rule = (context: CheckContext) => readonly Finding[];

/** The flow or one of its components, prepared for the rules. */
export interface GraphMap {
  /** "" for the flow, `<component name>/` for a component. */
  readonly prefix: string;
  readonly graph: Graph;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly links: readonly Link[];
}

/** An edge of a node; `to` only if it leads to an existing node. */
export interface Link {
  readonly from: FlowNode;
  readonly kind: EdgeKind;
  readonly edge: Edge;
  readonly to?: FlowNode;
}

const knownMaps = new WeakMap<Flow, readonly GraphMap[]>();

export function mapFlow(flow: Flow): readonly GraphMap[] {
  const known = knownMaps.get(flow) ?? mapsOf(flow);
  knownMaps.set(flow, known);
  return known;
}

function mapsOf(flow: Flow): readonly GraphMap[] {
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

/** The nodes where a run can begin: the start node and all global nodes. */
export function entryNodes(map: GraphMap): readonly FlowNode[] {
  const start = map.nodes.get(map.graph.start_node_id ?? "");
  const globals = map.graph.nodes.filter((node) => node.global_node_setting !== undefined);
  return start === undefined ? globals : [start, ...globals];
}

/** Nodes reachable from `from` over `links`. A node of `from` counts only if a path leads back to it. */
export function reachable(from: readonly FlowNode[], links: readonly Link[]): ReadonlySet<FlowNode> {
  const following = destinations(links);
  const seen = new Set<FlowNode>();
  const open = [...from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const next of following.get(node) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return seen;
}

const knownDestinations = new WeakMap<readonly Link[], ReadonlyMap<FlowNode, readonly FlowNode[]>>();

/** The destinations of each node. Cached, because rules ask about every node of the same links. */
function destinations(links: readonly Link[]): ReadonlyMap<FlowNode, readonly FlowNode[]> {
  const known = knownDestinations.get(links);
  if (known !== undefined) return known;
  const found = new Map<FlowNode, FlowNode[]>();
  for (const { from, to } of links) {
    if (to === undefined) continue;
    const list = found.get(from);
    if (list === undefined) found.set(from, [to]);
    else list.push(to);
  }
  knownDestinations.set(links, found);
  return found;
}

/** A finding about a flow. An `error` makes Retell refuse the flow, or makes calls go wrong. */
export interface Finding {
  readonly rule: string;
  readonly severity: "error" | "warning";
  /** Node id; in a component, prefixed by `<component name>/`. */
  readonly node?: string;
  readonly edge?: string;
  /** Path within the node, or within the flow if there is no node: `instruction.text`. */
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
