import { AscendiaError } from "../../errors.ts";
import type { IndexCache } from "../../brain/choose-candidate.ts";
import { fleetCoverage } from "../coverage/fleet-coverage.ts";
import { passedBy } from "../coverage/passed.ts";
import type { RunReport, SimulationReport } from "../report.ts";
import type { Scenario } from "../scenario/schema.ts";
import { durationTally, totalsOf } from "../tally.ts";
import { judgeForeignCall, skippedForeignCall } from "./judge-foreign-call.ts";
import { playForeignCall, type ForeignCall, type ForeignPorts } from "./play-foreign-call.ts";

export interface ForeignSimulation extends Omit<ForeignCall, "scenario"> {
  readonly scenarios: readonly Scenario[];
}

export interface ForeignSimulationPorts extends Omit<ForeignPorts, "indexes"> {
  readonly stopwatch: () => number;
  readonly progress: (run: RunReport, done: { readonly runs: number; readonly of: number }) => void;
}

/** Every scenario against one flow; the report is a fleet's with the agent in the place of the one clinic. */
export async function simulateForeignFlow(
  request: ForeignSimulation,
  ports: ForeignSimulationPorts,
): Promise<SimulationReport> {
  const { scenarios, agent, seed } = request;
  for (const scenario of scenarios) refuseClinicSettings(scenario);
  const started = ports.stopwatch();
  const coverage = fleetCoverage(agent.flow);
  const durations = durationTally();
  const indexes: IndexCache = new Map();
  const runs: RunReport[] = [];
  for (const scenario of scenarios) {
    const { run, functionMs } = await playOne({ ...request, scenario }, { ...ports, indexes });
    runs.push(run);
    // Each scenario supplies variables of its own, so that an edge is out of reach only where it is for all of them.
    const report = { ...agentReport(agent, [run]), variables: scenario.variables ?? {} };
    coverage.add({ report, passed: passedBy(report) });
    durations.add({ report, measured: [{ webhookMs: [], functionMs, callMs: [] }], passed: passedBy(report) });
    ports.progress(run, { runs: runs.length, of: scenarios.length });
  }
  const flowCoverage = coverage.result();
  const { nodes, edges, unreachable } = flowCoverage;
  const variables = scenarios[0]?.variables ?? {};
  const clinics = [{ ...agentReport(agent, runs), variables, coverage: { nodes, edges, unreachable } }];
  return {
    schema: 1,
    seed,
    at: null,
    detail: "whole",
    totals: totalsOf(clinics),
    clinics,
    coverage: flowCoverage,
    timings: durations.result(ports.stopwatch() - started),
  };
}

function agentReport({ agentName, agentId }: ForeignCall["agent"], runs: readonly RunReport[]) {
  const doctors = { own: [], offered: { variable: [], function: [] }, problems: [] };
  return { clinic: agentName, clinicId: agentId, doctors, runs };
}

async function playOne(
  call: ForeignCall,
  ports: ForeignPorts,
): Promise<{ readonly run: RunReport; readonly functionMs: readonly number[] }> {
  if (call.scenario.caller.persona !== undefined && ports.model === undefined) {
    return { run: skippedForeignCall(call, "its caller is a persona, which takes --brain llm"), functionMs: [] };
  }
  const played = await playForeignCall(call, ports);
  return { run: judgeForeignCall(call, played), functionMs: played.observed.functionMs };
}

const calendarFaults = new Set(["slot_taken", "day_closed"]);

function refuseClinicSettings({ name, existing = [], needs, faults = [], expect }: Scenario): void {
  const settings = [
    ...(existing.length > 0 ? ["existing"] : []),
    ...(needs === undefined ? [] : ["needs"]),
    ...faults.flatMap(({ kind }) => (calendarFaults.has(kind) ? [`the fault ${kind}`] : [])),
    ...(expect?.appointments === undefined ? [] : ["expect.appointments"]),
  ];
  if (settings.length === 0) return;
  throw new AscendiaError("invalid", `Scenario ${name} speaks of a clinic's calendar (${settings.join(", ")}).`, {
    hint: "A flow that is played with --flow has no clinic: leave these out, and say with --mocks what its tools answer.",
  });
}
