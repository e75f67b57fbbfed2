import type { CheckReport } from "../domain/organisation/check/check-installation.ts";
import type { CheckState } from "../domain/organisation/check/finding.ts";
import { terminalSafe } from "../terminal/table.ts";

export function checkJson({ findings, roundTripsMs }: CheckReport) {
  const count = (wanted: CheckState) => findings.filter(({ state }) => state === wanted).length;
  return {
    ok: count("ok"),
    warnings: count("warn"),
    failed: count("fail"),
    findings: findings.map(({ what, state, detail, fix }, index) => ({ number: index + 1, what, state, detail, fix })),
    round_trips: {
      count: roundTripsMs.length,
      median_ms: percentile(roundTripsMs, 0.5),
      p95_ms: percentile(roundTripsMs, 0.95),
      worst_ms: percentile(roundTripsMs, 1),
    },
  };
}

export function checkText(report: CheckReport): string {
  const { findings, ok, warnings, failed, round_trips: trips } = checkJson(report);
  const lines = findings.map(({ number, what, state, detail, fix }) => {
    const line = `${String(number).padStart(3)}  ${state.padEnd(4)}  ${what}: ${detail}`;
    return fix === null ? line : `${line}\n           fix: ${fix}`;
  });
  const times = `${trips.count} round trips: median ${said(trips.median_ms)}, 95 % ${said(trips.p95_ms)}, worst ${said(trips.worst_ms)}`;
  const sums = `${ok} ok, ${warnings} warnings, ${failed} failed`;
  return terminalSafe([...lines, "", trips.count === 0 ? sums : `${sums}; ${times}`].join("\n"));
}

function said(ms: number | null): string {
  return ms === null ? "unknown" : `${ms} ms`;
}

/** Of ascending values, in whole milliseconds. */
function percentile(ascending: readonly number[], share: number): number | null {
  const value = ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)];
  return value === undefined ? null : Math.round(value);
}
