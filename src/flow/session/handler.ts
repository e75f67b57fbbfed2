import type { FlowNode, NodeOf, NodeType } from "../flow.ts";
import { decide } from "./decide.ts";
import type { Run, Step } from "./state.ts";

export interface NodeHandler<Node> {
  /** The run has just arrived at the node. */
  enter(run: Run, node: Node): Promise<Step>;
  /** The caller spoke or pressed keys while the run waited at the node. */
  hear(run: Run, node: Node): Promise<Step>;
}

export type HandlerOf<Type extends NodeType> = NodeHandler<NodeOf<Type>>;

/** For nodes that wait only because no condition held on entry: decides again with the caller's words. */
export async function hearAgain(run: Run, node: FlowNode): Promise<Step> {
  return decide(run, node, "caller");
}
