import type { ClinicReport, RunReport } from "./report.ts";

/** Without the call, where it passed: of thousands nobody reads it, and together they would fill the memory. */
export function shortened(run: RunReport): RunReport {
  return run.status === "passed" ? withoutCall(run) : run;
}

const nothing = {
  path: [],
  edges: [],
  transcript: [],
  tools: [],
  variables: {},
  decisions: [],
  checks: [],
} as const;

function withoutCall(run: RunReport): RunReport {
  return { ...run, ...nothing, shortened: true };
}

/** Lets so many failures keep their calls and shortens those after them: a fleet can fail as a whole. */
export function failureKeeper(
  most: number,
): (report: Omit<ClinicReport, "coverage">) => Omit<ClinicReport, "coverage"> {
  let kept = 0;
  return (report) => ({
    ...report,
    runs: report.runs.map((run) => {
      if (run.status === "passed" || run.status === "skipped") return shortened(run);
      kept += 1;
      return kept > most ? withoutCall(run) : run;
    }),
  });
}
