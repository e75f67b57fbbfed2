import type * as z from "zod";
import type { loadedFlowSchema } from "./schema/flow.ts";

type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** A flow loaded from a template or a dashboard export. A `FlowDefinition` is also a `Flow`. */
export type Flow = Frozen<z.infer<typeof loadedFlowSchema>>;
export type FlowComponent = NonNullable<Flow["components"]>[number];
export type FlowNode = Flow["nodes"][number];
export type NodeType = FlowNode["type"];
export type NodeOf<Type extends NodeType> = Extract<FlowNode, { readonly type: Type }>;

export type FlowTool = NonNullable<Flow["tools"]>[number];
/** A tool of the flow or of a subagent that a server answers. */
export type ServerTool = Extract<SubagentTool, { readonly type: FlowTool["type"] }>;
export type CustomTool = Extract<ServerTool, { readonly type: "custom" }>;
export type SubagentTool = NonNullable<NodeOf<"subagent">["tools"]>[number];
export type McpServer = NonNullable<Flow["mcps"]>[number];

export type Edge = NonNullable<NodeOf<"conversation">["edges"]>[number];
export type Condition = Edge["transition_condition"];
export type EquationCondition = Extract<Condition, { readonly type: "equation" }>;
export type Equation = EquationCondition["equations"][number];
export type Operator = Equation["operator"];
export type Instruction = NodeOf<"conversation">["instruction"];
export type TransitionExample = NonNullable<NodeOf<"conversation">["finetune_transition_examples"]>[number];
export type ExtractedVariable = NodeOf<"extract_dynamic_variables">["variables"][number];
export type TransferDestination = NodeOf<"transfer_call">["transfer_destination"];

/** A flow or a component: nodes with their own tools and start. */
export interface Graph {
  readonly nodes: readonly FlowNode[];
  readonly start_node_id?: string | null | undefined;
  readonly tools?: readonly FlowTool[] | null | undefined;
  readonly mcps?: readonly McpServer[] | null | undefined;
}

/** Finds the component of a component node by id, else by name (docs/retell.md 1.8, 15.6). */
export function findComponent(flow: Flow, id: string): FlowComponent | undefined {
  const components = flow.components ?? [];
  return (
    components.find((component) => component.conversation_flow_component_id === id) ??
    components.find((component) => component.name === id)
  );
}

const specialEdges = {
  else_edge: (node) => ("else_edge" in node ? node.else_edge : undefined),
  always_edge: (node) => ("always_edge" in node ? node.always_edge : undefined),
  skip_response_edge: (node) => ("skip_response_edge" in node ? node.skip_response_edge : undefined),
  edge: (node) => ("edge" in node ? node.edge : undefined),
  success_edge: (node) => ("success_edge" in node ? node.success_edge : undefined),
  failed_edge: (node) => ("failed_edge" in node ? node.failed_edge : undefined),
} as const satisfies Readonly<Record<string, (node: FlowNode) => Edge | undefined>>;

export type SpecialEdgeKind = keyof typeof specialEdges;
/** `edges` contains the conditional edges; the others are special edges (docs/retell.md 1.4). */
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

/** Every edge of a node in file order, special edges last. */
export function nodeEdges(node: FlowNode): readonly NodeEdge[] {
  const special = specialKinds.flatMap((kind) => {
    const edge = specialEdge(node, kind);
    return edge === undefined ? [] : [{ kind, edge }];
  });
  return [...conditionalEdges(node).map((edge) => ({ kind: "edges" as const, edge })), ...special];
}

/** Names of the tools of the flow and its components. */
export function toolNames({ tools, components }: Flow): ReadonlySet<string> {
  const all = [...(tools ?? []), ...(components ?? []).flatMap((component) => component.tools ?? [])];
  return new Set(all.map(({ name }) => name));
}
