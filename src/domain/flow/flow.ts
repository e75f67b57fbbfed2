import type * as z from "zod";
import type { loadedFlowSchema } from "./schema/loaded-flow.ts";

type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** A flow as loaded from a template or a dashboard export. A `FlowDefinition` (schema/flow.ts) is one too. */
export type Flow = Frozen<z.infer<typeof loadedFlowSchema>>;
export type FlowComponent = NonNullable<Flow["components"]>[number];
export type FlowNode = Flow["nodes"][number];
export type NodeType = FlowNode["type"];
export type NodeOf<Type extends NodeType> = Extract<FlowNode, { readonly type: Type }>;

export type FlowTool = NonNullable<Flow["tools"]>[number];
export type CustomTool = Extract<FlowTool, { readonly type: "custom" }>;
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

/** A flow and a component alike: nodes with their own tools and start. */
export interface Graph {
  readonly nodes: readonly FlowNode[];
  readonly start_node_id?: string | null | undefined;
  readonly tools?: readonly FlowTool[] | null | undefined;
  readonly mcps?: readonly McpServer[] | null | undefined;
}
