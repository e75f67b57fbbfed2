import type { Flow, FlowNode } from "../../flow/flow.ts";
import { nodeEdges } from "../../flow/node-edges.ts";
import type { Coverage, RunReport } from "../report.ts";

export interface CoverageCount {
  add(run: Pick<RunReport, "path" | "edges">): void;
  result(): { readonly nodes: Coverage; readonly edges: Coverage };
}

/** Counts which nodes and connected edges of a flow, its components included, any of the runs passed. */
export function coverageCount(flow: Flow): CoverageCount {
  const passedNodes = new Set<string>();
  const passedEdges = new Set<string>();
  const nodes = [
    ...flow.nodes.map((node) => ({ key: node.id, node })),
    ...(flow.components ?? []).flatMap(({ name, nodes: inner }) =>
      inner.map((node) => ({ key: `${name}/${node.id}`, node })),
    ),
  ];
  return {
    add: ({ path, edges }) => {
      for (const node of path) passedNodes.add(node);
      for (const edge of edges) passedEdges.add(edge);
    },
    result: () => ({
      nodes: coverage(
        nodes.map(({ key }) => key),
        passedNodes,
      ),
      edges: coverage(nodes.flatMap(edgeKeys), passedEdges),
    }),
  };
}

function edgeKeys({ key, node }: { readonly key: string; readonly node: FlowNode }): readonly string[] {
  return nodeEdges(node).flatMap(({ edge }) => (edge.destination_node_id ? [`${key}#${edge.id}`] : []));
}

function coverage(all: readonly string[], passed: ReadonlySet<string>): Coverage {
  const missed = all.filter((key) => !passed.has(key));
  return { total: all.length, covered: all.length - missed.length, missed };
}
