import type { Graph } from "../flow.ts";
import type { Run } from "./run.ts";
import { currentFrame, graphOf } from "./run.ts";

/** Looks in the component the run is in, then in the flow. */
export function findInGraphs<Found>(run: Run, find: (graph: Graph) => Found | undefined): Found | undefined {
  return find(graphOf(run, currentFrame(run))) ?? find(run.flow);
}
