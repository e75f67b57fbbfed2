import type { NodeType } from "../flow.ts";
import type { SpecialEdgeKind } from "../node-edges.ts";

/** How a way out of a node is drawn. `go_back` leads from a global node to wherever the call came from. */
export type DrawnEdgeKind = "prompt" | "equation" | SpecialEdgeKind | "go_back";

/** Ways out that some run took. Node keys are as in Finding; an edge's key is `<node key>#<edge id>`. */
export interface FlowCoverage {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

export interface DrawnEdge {
  /** Unique in its node, where edge ids need not be. */
  readonly key: string;
  readonly id: string;
  readonly kind: DrawnEdgeKind;
  /** The whole condition as a person reads it. */
  readonly text: string;
  /** Key of a drawn node; absent where nothing is connected. */
  readonly to?: string;
  /** Absent when no coverage is drawn. */
  readonly isCovered?: boolean;
}

export interface DrawnNode {
  /** Unique in the picture, safe as an identifier everywhere: `n12`. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly type: NodeType;
  /** What the node says or does, whole. */
  readonly text: string;
  readonly isStart: boolean;
  readonly isReachable: boolean;
  /** When a global node is entered. */
  readonly globalCondition?: string;
  /** For a component node: the first node of its component. */
  readonly entersAt?: string;
  readonly edges: readonly DrawnEdge[];
  /** Absent when no coverage is drawn. */
  readonly isCovered?: boolean;
}

/** The flow itself (`name` absent) or one of its components. */
export interface DrawnPart {
  readonly name?: string;
  readonly isUsed: boolean;
  readonly nodes: readonly DrawnNode[];
}

/** A flow made ready for drawing: every text whole, every end of an edge resolved. */
export interface FlowGraph {
  readonly title: string;
  readonly parts: readonly DrawnPart[];
}

export function drawnNodes(graph: FlowGraph): readonly DrawnNode[] {
  return graph.parts.flatMap((part) => part.nodes);
}
