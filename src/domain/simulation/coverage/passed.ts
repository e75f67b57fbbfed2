import type { ClinicReport } from "../report.ts";

/** What the calls of a clinic passed. */
export interface Passed {
  readonly nodes: readonly string[];
  /** `node#edge` */
  readonly edges: readonly string[];
  readonly tools: readonly string[];
  /** Names of the variables that had a value. */
  readonly variables: readonly string[];
}

export function passedBy({ runs, variables }: Pick<ClinicReport, "runs" | "variables">): Passed {
  const of = (read: (run: ClinicReport["runs"][number]) => readonly string[]) => [...new Set(runs.flatMap(read))];
  const supplied = runs.some(({ path }) => path.length > 0) ? Object.keys(variables) : [];
  return {
    nodes: of(({ path }) => path),
    edges: of(({ edges }) => edges),
    tools: of(({ tools }) => tools.map(({ name }) => name)),
    variables: [...new Set([...supplied, ...of((run) => Object.keys(run.variables))])],
  };
}
