import type { FlowGraph } from "./flow-graph.ts";
import { drawnNodes } from "./flow-graph.ts";
import { type EdgeLook, edgeLooks, entryLook, marks, type NodeLook, nodeLooks } from "./looks.ts";

export interface Legend {
  readonly nodes: readonly (NodeLook & { readonly count: number })[];
  readonly edges: readonly EdgeLook[];
  /** Empty when no coverage is drawn. */
  readonly coverage: readonly EdgeLook[];
}

/** What occurs in the picture, in the order of the tables in looks.ts. */
export function legendOf(graph: FlowGraph): Legend {
  const nodes = drawnNodes(graph);
  const kinds = new Set(nodes.flatMap(({ edges }) => edges.map((edge) => edge.kind)));
  const edges = Object.entries(edgeLooks).flatMap(([kind, look]) => ([...kinds].some((k) => k === kind) ? [look] : []));
  const entries = nodes.some((node) => node.entersAt !== undefined) ? [entryLook] : [];
  return {
    nodes: Object.entries(nodeLooks).flatMap(([type, look]) => {
      const count = nodes.filter((node) => node.type === type).length;
      return count === 0 ? [] : [{ ...look, count }];
    }),
    edges: [...edges, ...entries],
    coverage: nodes.some((node) => node.isCovered !== undefined) ? coverageLooks : [],
  };
}

const coverageLooks: readonly EdgeLook[] = [
  { label: "covered", colour: marks.covered, line: "solid" },
  { label: "not covered", colour: marks.notCovered, line: "dashed" },
];
