import type { RunReport } from "../report.ts";

/** What several plays of one run come to: flaky where they differ. A leak counts however often the others passed. */
export function verdictOfPlays(plays: readonly RunReport[]): RunReport {
  const [first] = plays;
  if (first === undefined) throw new RangeError("a run is played at least once");
  if (plays.length === 1) return first;
  const bad = plays.filter(({ status }) => status !== "passed");
  const passed = plays.length - bad.length;
  const counted = { of: plays.length, passed };
  const worst = bad.find(({ leaks }) => leaks.length > 0) ?? bad[0];
  if (worst === undefined) return { ...first, plays: counted };
  if (passed === 0 || worst.leaks.length > 0) return { ...worst, plays: counted };
  const reason = `${bad.length} of ${plays.length} plays ${worst.status}: ${worst.reason ?? ""}`;
  return { ...worst, status: "flaky", reason, plays: counted };
}
