import { AscendiaError } from "../domain/errors.ts";
import { edgeShare } from "../domain/simulation/coverage/fleet-coverage.ts";
import type { SimulationReport } from "../domain/simulation/report.ts";
import type { Context } from "./context.ts";
import { counted } from "../terminal/counted.ts";
import { simulationText } from "./simulate-view.ts";

/** A failure beats what was not checked; a simulation in which nothing was proved is no success. */
export function tellReport(report: SimulationReport, { output }: Context, { coverage, leastEdges }: Asked): void {
  const error = failureOf(report, leastEdges);
  const text = (told: SimulationReport) => simulationText(told, { coverage });
  if (error === undefined) return output.result(report, text);
  output.failedResult(report, text, error);
  throw error;
}

interface Asked {
  /** Whether the edges that were not passed are named: of a part of a suite they say nothing. */
  readonly coverage: boolean;
  /** Percent of the edges that must be passed. */
  readonly leastEdges: number | undefined;
}

type Verdict = (report: SimulationReport, leastEdges: number | undefined) => AscendiaError | undefined;

/** Exit 1 for failures and leaks, 3 for what differs from itself or from before, 6 for what proved nothing. */
const verdicts: readonly Verdict[] = [
  ({ totals: { failed, undecided, leaks, runs }, comparison }) => {
    const told = leaks === 0 ? "" : ` ${counted(leaks, "time")} a call told of another clinic.`;
    if (comparison === undefined || leaks > 0) {
      if (failed + undecided === 0) return undefined;
      return new AscendiaError("failed", `${failed + undecided} of ${runs} calls did not go as expected.${told}`);
    }
    const worse = comparison.newlyFailing.filter(({ is }) => is === "failed" || is === "undecided").length;
    if (worse === 0) return undefined;
    return new AscendiaError("failed", `${worse} of ${runs} calls fail that did not fail in the baseline.`);
  },
  ({ totals: { doctorProblems } }) =>
    doctorProblems === 0
      ? undefined
      : new AscendiaError("failed", `${doctorProblems} times a clinic offers other doctors than its own.`),
  ({ coverage: { edges } }, least) =>
    least === undefined || edgeShare(edges) >= least
      ? undefined
      : new AscendiaError(
          "failed",
          `${edgeShare(edges).toFixed(1)} % of the edges were passed, ${least} % are asked.`,
          {
            hint: "coverage.next names the edges to write a scenario for.",
          },
        ),
  ({ totals: { flaky, runs } }) =>
    flaky === 0
      ? undefined
      : new AscendiaError("drift", `${flaky} of ${runs} calls are flaky: the same call passed and failed.`, {
          hint: "Their reasons stand above; look for what answers differently from one time to the next.",
        }),
  ({ totals: { vacuous } }) =>
    vacuous === 0
      ? undefined
      : new AscendiaError("nothing_checked", `${vacuous} calls were played and nothing was expected of them.`, {
          hint: "Give the scenarios something under `expect`.",
        }),
  ({ totals: { passed, failed, undecided } }) =>
    passed + failed + undecided > 0
      ? undefined
      : new AscendiaError("nothing_checked", "No call was played: no scenario applies to the clinics chosen.", {
          hint: "The reasons stand beside each scenario above.",
        }),
  ({ comparison, timings }) => {
    const gone = comparison?.gone.length ?? 0;
    const slower = timings.slower?.length ?? 0;
    if (gone + slower === 0) return undefined;
    return new AscendiaError("drift", `Against the baseline ${gone} runs are gone and ${slower} times are slower.`);
  },
];

function failureOf(report: SimulationReport, leastEdges: number | undefined): AscendiaError | undefined {
  for (const verdict of verdicts) {
    const error = verdict(report, leastEdges);
    if (error !== undefined) return error;
  }
  return undefined;
}
