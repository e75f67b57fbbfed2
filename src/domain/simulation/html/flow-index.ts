import type { FlowGraph } from "../../flow/graph/flow-graph.ts";
import { edgeLooks, nodeLooks } from "../../flow/graph/looks.ts";

export interface NamedNode {
  readonly name: string;
  readonly type: string;
  /** Id of its element in the picture. */
  readonly element: string;
}

export interface NamedEdge {
  readonly text: string;
  readonly kind: string;
  readonly element: string;
}

/** What a report calls nodes and edges, and where they are in the picture. */
export interface FlowIndex {
  readonly nodes: Readonly<Record<string, NamedNode>>;
  /** By `node#edge`. */
  readonly edges: Readonly<Record<string, NamedEdge>>;
}

export function flowIndex({ parts }: FlowGraph): FlowIndex {
  const all = parts.flatMap(({ name, nodes }) =>
    nodes.map((node) => ({ node, key: name === undefined ? node.id : `${name}/${node.id}` })),
  );
  return {
    nodes: Object.fromEntries(
      all.map(({ key, node }) => [key, { name: node.name, type: nodeLooks[node.type].label, element: node.key }]),
    ),
    // Real exports repeat edge ids; the first of one node is as good as any.
    edges: Object.fromEntries<NamedEdge>(
      all.flatMap(({ key, node }) =>
        node.edges
          .map((edge): [string, NamedEdge] => [
            `${key}#${edge.id}`,
            { text: edge.text, kind: edgeLooks[edge.kind].label, element: `${node.key}-${edge.key}` },
          ])
          .toReversed(),
      ),
    ),
  };
}
