import * as z from "zod";
import { AscendiaError } from "../../domain/errors.ts";
import { mapFlow } from "../../domain/flow/check/flow-map.ts";
import type { Flow } from "../../domain/flow/flow.ts";
import type { FlowCoverage } from "../../domain/flow/graph/flow-graph.ts";

const run = z.object({ path: z.array(z.string()), edges: z.array(z.string()) });
const report = z.object({ clinics: z.array(z.object({ runs: z.array(run) })) });
const document = z.union([z.object({ data: report }).transform(({ data }) => data), report]);

/** What the runs of a `simulate --json` document passed. @throws invalid for another document, or runs of another flow */
export function readCoverage(json: unknown, flow: Flow): FlowCoverage {
  const result = document.safeParse(json);
  if (!result.success) throw notAReport("The file given for coverage is no result of a simulation.");
  const runs = result.data.clinics.flatMap((clinic) => clinic.runs);
  const nodes = new Set(runs.flatMap(({ path }) => path));
  const known = mapFlow(flow).flatMap(({ prefix, graph }) => graph.nodes.map((node) => `${prefix}${node.id}`));
  if (!known.some((key) => nodes.has(key))) {
    throw notAReport("The simulation given for coverage passed no node of this flow.");
  }
  return { nodes, edges: new Set(runs.flatMap(({ edges }) => edges)) };
}

function notAReport(message: string): AscendiaError {
  return new AscendiaError("invalid", message, {
    hint: "Make one of this flow with: ascendia simulate --all --json > report.json",
  });
}
