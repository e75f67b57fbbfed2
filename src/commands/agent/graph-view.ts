import { counted } from "../../terminal/counted.ts";
import { drawnNodes, type FlowGraph } from "../../domain/flow/graph/flow-graph.ts";

export function graphJson(graph: FlowGraph, file: string) {
  const nodes = drawnNodes(graph);
  const edges = nodes.flatMap((node) => node.edges);
  return {
    file,
    title: graph.title,
    nodes: nodes.length,
    edges: edges.filter((edge) => edge.to !== undefined).length,
    unconnected_edges: edges.filter((edge) => edge.to === undefined && edge.kind !== "go_back").length,
    components: graph.parts.length - 1,
    unreachable_nodes: graph.parts.flatMap((part) =>
      part.nodes
        .filter((node) => !node.isReachable)
        .map((node) => (part.name === undefined ? node.id : `${part.name}/${node.id}`)),
    ),
  };
}

export function graphText(drawn: ReturnType<typeof graphJson>): string {
  const { file, nodes, edges, components, unconnected_edges: loose, unreachable_nodes: unreachable } = drawn;
  const parts = components === 0 ? "" : `, ${counted(components, "component")}`;
  return [
    `${file}: ${counted(nodes, "node")}, ${counted(edges, "edge")}${parts}.`,
    ...(loose === 0 ? [] : [`Not connected: ${counted(loose, "edge")}.`]),
    ...(unreachable.length === 0 ? [] : [`Greyed, as no path leads there: ${unreachable.join(", ")}.`]),
  ].join("\n");
}
