import type { Edge, FlowNode } from "./flow.ts";

const specialEdges = {
  else_edge: (node) => ("else_edge" in node ? node.else_edge : undefined),
  always_edge: (node) => ("always_edge" in node ? node.always_edge : undefined),
  skip_response_edge: (node) => ("skip_response_edge" in node ? node.skip_response_edge : undefined),
  edge: (node) => ("edge" in node ? node.edge : undefined),
  success_edge: (node) => ("success_edge" in node ? node.success_edge : undefined),
  failed_edge: (node) => ("failed_edge" in node ? node.failed_edge : undefined),
} as const satisfies Readonly<Record<string, (node: FlowNode) => Edge | undefined>>;

export type SpecialEdgeKind = keyof typeof specialEdges;
/** `edges` are the conditional ones; the others are the special edges of retell-api.md 1.4. */
export type EdgeKind = "edges" | SpecialEdgeKind;

export interface NodeEdge {
  readonly kind: EdgeKind;
  readonly edge: Edge;
}

const specialKinds = [
  "else_edge",
  "always_edge",
  "skip_response_edge",
  "edge",
  "success_edge",
  "failed_edge",
] as const satisfies readonly SpecialEdgeKind[];

export function specialEdge(node: FlowNode, kind: SpecialEdgeKind): Edge | undefined {
  return specialEdges[kind](node);
}

export function conditionalEdges(node: FlowNode): readonly Edge[] {
  return "edges" in node ? (node.edges ?? []) : [];
}

/** Every edge that leaves a node, in the order of the file, special edges last. */
export function nodeEdges(node: FlowNode): readonly NodeEdge[] {
  const special = specialKinds.flatMap((kind) => {
    const edge = specialEdge(node, kind);
    return edge === undefined ? [] : [{ kind, edge }];
  });
  return [...conditionalEdges(node).map((edge) => ({ kind: "edges" as const, edge })), ...special];
}
