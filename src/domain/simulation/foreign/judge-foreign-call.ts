import type { RunReport } from "../report.ts";
import { checkExpectations, type Check } from "../run/check-expectations.ts";
import { emptyReport, playedReport, verdict } from "../run/judge-run.ts";
import type { AnsweredCall } from "../run/run-scenario.ts";
import type { ForeignCall } from "./play-foreign-call.ts";

/** Expectations and departures from the script; there are no other clinics to tell of. */
export function judgeForeignCall(call: ForeignCall, played: AnsweredCall): RunReport {
  const { expect = {} } = call.scenario;
  const departures = played.departures.map((what): Check => ({ what, status: "failed" }));
  const checks = [...checkExpectations(expect, played.observed), ...departures];
  const evidence = { checks, leaks: [], expected: Object.keys(expect).length > 0 };
  return { ...placeOf(call), ...verdict(played, evidence), ...playedReport(played.observed), checks, leaks: [] };
}

export function skippedForeignCall(call: ForeignCall, reason: string): RunReport {
  return { ...emptyReport(placeOf(call)), status: "skipped", reason };
}

function placeOf({ agent, scenario }: ForeignCall): Pick<RunReport, "clinic" | "scenario"> {
  return { clinic: agent.agentName, scenario: scenario.name };
}
