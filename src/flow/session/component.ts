import { findComponent } from "../flow.ts";
import { type HandlerOf, hearAgain } from "./handler.ts";
import { fail, stop } from "./state.ts";

/** According to the docs a component holds no components, but the types allow it (docs/retell.md 1.8). */
const maxDepth = 10;

/** Enters the component. At one of its end nodes, the component node's own edges decide. */
export const component: HandlerOf<"component"> = {
  hear: hearAgain,
  async enter(run, node) {
    const found = findComponent(run.flow, node.component_id);
    const start = found?.start_node_id ?? found?.nodes[0]?.id;
    if (found === undefined || start === undefined) {
      fail(run, "unknown_component", `The node uses component "${node.component_id}", which is not in the flow.`);
      return stop;
    }
    if (run.state.frames.length >= maxDepth) {
      fail(run, "loop", `Components are nested more than ${maxDepth} deep.`);
      return stop;
    }
    const frames = [...run.state.frames, { component: node.component_id, node: start }];
    return { kind: "jump", frames, transition: "normal", decision: { source: "enter_component" } };
  },
};
