import type { Edge, Flow, FlowNode, Graph } from "../flow.ts";
import type { EdgeKind } from "../node-edges.ts";
import { nodeEdges } from "../node-edges.ts";

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
