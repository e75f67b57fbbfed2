import type { FlowNode, NodeOf, NodeType } from "../flow.ts";
import { decide } from "./decide.ts";
import type { Run, Step } from "./state.ts";

export interface NodeHandler<Node> {
  /** Just arrived. */
  enter(run: Run, node: Node): Promise<Step>;
  /** Somebody spoke, or pressed keys, while the run waited here. */
  hear(run: Run, node: Node): Promise<Step>;
}

export type HandlerOf<Type extends NodeType> = NodeHandler<NodeOf<Type>>;

/** For nodes that only wait because nothing held on entry: what was heard is judged anew. */
export async function hearAgain(run: Run, node: FlowNode): Promise<Step> {
  return decide(run, node, "caller");
}
