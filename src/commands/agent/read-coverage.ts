import * as z from "zod";
import { AscendiaError } from "../../domain/errors.ts";
import { mapFlow } from "../../domain/flow/check/flow-map.ts";
import { edgeKey } from "../../domain/simulation/coverage/unreachable.ts";
import type { Flow } from "../../domain/flow/flow.ts";
import type { FlowCoverage } from "../../domain/flow/graph/flow-graph.ts";

const counted = z.object({ total: z.number(), missed: z.array(z.string()), unreachable: z.array(z.string()) });
const run = z.object({ path: z.array(z.string()), edges: z.array(z.string()) });
const report = z.object({
  clinics: z.array(z.object({ runs: z.array(run) })),
  /** Of reports that leave out the calls that passed, all there is. */
  coverage: z.object({ nodes: counted, edges: counted }).optional(),
});
const document = z.union([z.object({ data: report }).transform(({ data }) => data), report]);

/** What the runs of a `simulate --json` document passed. @throws invalid for another document, or runs of another flow */
export function readCoverage(json: unknown, flow: Flow): FlowCoverage {
  const result = document.safeParse(json);
  if (!result.success) throw notAReport("The file given for coverage is no result of a simulation.");
  const { clinics, coverage } = result.data;
  const maps = mapFlow(flow);
  const nodes = maps.flatMap(({ prefix, graph }) => graph.nodes.map(({ id }) => `${prefix}${id}`));
  const edges = maps.flatMap((map) => map.links.flatMap((link) => (link.to ? [edgeKey(map, link)] : [])));
  const runs = clinics.flatMap((clinic) => clinic.runs);
  const passed = coverage
    ? { nodes: passedOf(nodes, coverage.nodes), edges: passedOf(edges, coverage.edges) }
    : { nodes: new Set(runs.flatMap(({ path }) => path)), edges: new Set(runs.flatMap((each) => each.edges)) };
  if (!nodes.some((key) => passed.nodes.has(key))) {
    throw notAReport("The simulation given for coverage passed no node of this flow.");
  }
  return passed;
}

/** Nothing where the counts are those of another flow. */
function passedOf(all: readonly string[], { total, missed, unreachable }: z.infer<typeof counted>): Set<string> {
  const [known, left] = [new Set(all), [...missed, ...unreachable]];
  if (total !== all.length || left.some((key) => !known.has(key))) return new Set();
  const notPassed = new Set(left);
  return new Set(all.filter((key) => !notPassed.has(key)));
}

function notAReport(message: string): AscendiaError {
  return new AscendiaError("invalid", message, {
    hint: "Make one of this flow with: ascendia simulate --all --json > report.json",
  });
}
