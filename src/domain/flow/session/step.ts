import type { Edge } from "../flow.ts";
import type { Ending, Frame } from "./state.ts";
import type { Decision, TransitionType } from "./trace.ts";

/** What a node wants next. `stop`: the run is over, the state already says how. */
export type Step =
  | { readonly kind: "wait" }
  | { readonly kind: "stop" }
  | { readonly kind: "end"; readonly ending: Ending }
  | { readonly kind: "exit" }
  | { readonly kind: "take"; readonly edge: Edge; readonly decision: Omit<Decision, "kind" | "node"> }
  | { readonly kind: "tool"; readonly name: string; readonly decision: Omit<Decision, "kind" | "node"> }
  | {
      readonly kind: "jump";
      readonly frames: readonly Frame[];
      readonly transition: TransitionType;
      readonly decision: Omit<Decision, "kind" | "node">;
    };

export const wait: Step = { kind: "wait" };
export const stop: Step = { kind: "stop" };

/** The edge if it leads somewhere: an edge drawn but not connected is never taken (retell-api.md 1.3). */
export function connected(edge: Edge | undefined): Edge | undefined {
  return edge?.destination_node_id === undefined || edge.destination_node_id === "" ? undefined : edge;
}
