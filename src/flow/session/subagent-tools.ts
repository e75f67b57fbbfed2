import type { FlowTool, NodeOf, SubagentTool } from "../flow.ts";
import { findInGraphs } from "./speak.ts";
import type { Run } from "./state.ts";

/** The tools a subagent may call: its own, and those it refers to by tool_id. */
export function subagentTools(run: Run, node: NodeOf<"subagent">): readonly SubagentTool[] {
  const referenced = (node.tool_ids ?? []).flatMap((id) => findTool(run, id) ?? []);
  return [...(node.tools ?? []), ...referenced];
}

/** Looks in the current component, then in the flow: a component's tools are private to it (docs/retell.md 1.8). */
export function findTool(run: Run, toolId: string): FlowTool | undefined {
  return findInGraphs(run, (graph) => (graph.tools ?? []).find((tool) => tool.tool_id === toolId));
}
