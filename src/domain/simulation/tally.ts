import type { PlayedClinic } from "./clinic-player.ts";
import { latencyOf } from "./latency.ts";
import type { ClinicReport, Latency, RunReport, SimulationReport, Totals } from "./report.ts";

/** Counts durations as clinics come in; their runs may be forgotten. */
export function durationTally() {
  const webhookMs: number[] = [];
  const functionMs: number[] = [];
  const byScenario = new Map<string, number[]>();
  let played = 0;
  return {
    add: ({ report, measured }: PlayedClinic): void => {
      for (const [index, { scenario, status }] of report.runs.entries()) {
        if (status !== "skipped") played += Math.max(1, measured[index]?.callMs.length ?? 0);
        const { webhookMs: webhook = [], functionMs: functions = [], callMs: calls = [] } = measured[index] ?? {};
        webhookMs.push(...webhook);
        functionMs.push(...functions);
        const known = byScenario.get(scenario) ?? [];
        known.push(...calls);
        byScenario.set(scenario, known);
      }
    },
    result: (elapsedMs: number): SimulationReport["timings"] => ({
      webhook: latencyOf(webhookMs),
      functions: latencyOf(functionMs),
      scenarios: Object.fromEntries([...byScenario].toSorted(byName).flatMap(measuredScenario)),
      runs: played,
      elapsedMs: Math.round(elapsedMs),
      runsPerSecond: Math.round((played / Math.max(elapsedMs, 1)) * 10_000) / 10,
    }),
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function measuredScenario([name, durations]: readonly [string, readonly number[]]): (readonly [string, Latency])[] {
  const latency = latencyOf(durations);
  return latency === null ? [] : [[name, latency]];
}

export function totalsOf(clinics: readonly ClinicReport[]): Totals {
  const runs = clinics.flatMap((clinic) => clinic.runs);
  const count = (status: RunReport["status"]) => runs.filter((run) => run.status === status).length;
  return {
    clinics: clinics.length,
    runs: runs.length,
    passed: count("passed"),
    failed: count("failed"),
    flaky: count("flaky"),
    undecided: count("undecided"),
    vacuous: count("vacuous"),
    skipped: count("skipped"),
    leaks: runs.reduce((sum, { leaks }) => sum + leaks.length, 0),
    doctorProblems: clinics.reduce((sum, { doctors }) => sum + doctors.problems.length, 0),
  };
}
