import { type Check, type RunReport, type SimulationReport, totalsOf } from "../reports/report.ts";

/** What Retell's engine said about a call. */
export interface RetellVerdict {
  /** Retell's pass, fail or error; not_sent: the call could not become a test case. */
  readonly status: string;
  readonly explanation: string | null;
}

/** The report with Retell's verdicts, by clinic and scenario. A call on which the two engines differ has failed. */
export function withRetell(
  report: SimulationReport,
  verdictOf: (run: Pick<RunReport, "clinic" | "scenario">) => RetellVerdict | undefined,
): SimulationReport {
  const clinics = report.clinics.map((clinic) => ({
    ...clinic,
    runs: clinic.runs.map((run) => {
      const verdict = verdictOf(run);
      return verdict === undefined ? run : runWith(run, verdict);
    }),
  }));
  return { ...report, clinics, totals: totalsOf(clinics) };
}

function runWith(run: RunReport, verdict: RetellVerdict): RunReport {
  if (verdict.status === "not_sent") {
    return { ...run, retell: { ...verdict, ours: run.status }, checks: [...run.checks, notSent(verdict)] };
  }
  const agrees = isAgreement(run, verdict);
  const said = `ours said ${run.status}, Retell said ${verdict.status}`;
  const check: Check = { what: said, status: agrees ? "passed" : "failed", found: verdict.explanation ?? "no reason" };
  const retell = { ...verdict, ours: run.status };
  if (agrees) return { ...run, retell, checks: [...run.checks, check] };
  const reason = `${said}: ${verdict.explanation ?? "no reason"}`;
  return { ...run, retell, status: "failed", reason, checks: [...run.checks, check] };
}

function notSent({ explanation }: RetellVerdict): Check {
  return { what: "not played on Retell's engine", status: "unchecked", found: explanation ?? "" };
}

function isAgreement({ status }: RunReport, verdict: RetellVerdict): boolean {
  return (status === "passed" && verdict.status === "pass") || (status === "failed" && verdict.status === "fail");
}
