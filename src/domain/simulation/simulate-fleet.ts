import { AscendiaError } from "../errors.ts";
import type { Store } from "../organisation/stores.ts";
import type { IndexCache } from "./brain/choose-candidate.ts";
import type { ModelPorts } from "./brain/model-ports.ts";
import type { CallMoment } from "./call-moment.ts";
import { marksIn, type LeakSearch } from "./canary/find-leaks.ts";
import { nameIndex, type ClinicMarks } from "./canary/name-index.ts";
import { simulateClinic, type Measured } from "./clinic-run.ts";
import { coverageCount } from "./coverage/coverage.ts";
import { latencyOf } from "./latency.ts";
import type { World } from "./ports.ts";
import type { ClinicReport, RunReport, SimulationReport, Totals } from "./report.ts";
import type { Scenario } from "./scenario/schema.ts";

export interface FleetSimulation {
  /** Ids or slugs; undefined: every clinic. */
  readonly clinics: readonly string[] | undefined;
  readonly scenarios: readonly Scenario[];
  readonly seed: string;
  readonly now: number;
  /** When calls come in; without it at 09:05 of the day of `now`. */
  readonly moment?: CallMoment;
  /** Stop at the first run that is neither passed nor skipped. */
  readonly bail: boolean;
  readonly allowWrites: boolean;
}

export interface FleetPorts {
  readonly store: Store;
  /** One run at a time in each. */
  readonly worlds: readonly World[];
  /** Decides and words instead of the offline brain. */
  readonly model?: ModelPorts | undefined;
  /** Milliseconds since whenever, for measuring. */
  readonly stopwatch: () => number;
  readonly progress: (run: RunReport, done: { readonly runs: number; readonly of: number }) => void;
}

/** Plays every scenario to every clinic chosen. @throws not_found for an unknown clinic, nothing_checked without any */
export async function simulateFleet(request: FleetSimulation, ports: FleetPorts): Promise<SimulationReport> {
  const [first] = ports.worlds;
  if (first === undefined) throw new RangeError("a simulation needs a world");
  const fleet = await readFleet(ports.store);
  const chosen = choose(fleet, request.clinics);
  const search = leakSearch(fleet, first);
  const started = ports.stopwatch();
  const tally = newTally(chosen.length * request.scenarios.length, first, { request, ports });
  const indexes: IndexCache = new Map();
  const reports: (ClinicReport | undefined)[] = chosen.map(() => undefined);
  const queue = chosen.entries();
  const work = async (world: World) => {
    for (const [position, marks] of queue) {
      if (tally.stopped()) break;
      const { model } = ports;
      const settings = { world, indexes, search, model, allowWrites: request.allowWrites, ended: tally.ended };
      reports[position] = await simulateClinic({ ...request, marks }, settings);
    }
  };
  await Promise.all(ports.worlds.map(work));
  const clinics = reports.filter((report) => report !== undefined);
  return {
    schema: 1,
    seed: request.seed,
    totals: totalsOf(clinics),
    clinics,
    coverage: tally.coverage.result(),
    timings: tally.timings(ports.stopwatch() - started),
  };
}

async function readFleet(store: Store): Promise<readonly ClinicMarks[]> {
  const fleet: ClinicMarks[] = [];
  for (const clinic of await store.clinics.list()) {
    const { doctors, number } = store.scope(clinic.id);
    fleet.push({
      clinic,
      doctors: await doctors.list(),
      phoneNumber: (await number.find())?.phoneNumber ?? null,
    });
  }
  return fleet;
}

function choose(fleet: readonly ClinicMarks[], wanted: readonly string[] | undefined): readonly ClinicMarks[] {
  if (fleet.length === 0) {
    throw new AscendiaError("nothing_checked", "There are no clinics to simulate.", {
      hint: "ascendia clinic:onboard",
    });
  }
  if (wanted === undefined) return fleet;
  return [...new Set(wanted)].map((name) => {
    const found = fleet.find(({ clinic }) => clinic.id === name || clinic.slug === name);
    if (found !== undefined) return found;
    throw new AscendiaError("not_found", `There is no clinic "${name}".`, { hint: "ascendia clinic:list shows them." });
  });
}

function leakSearch(fleet: readonly ClinicMarks[], { agent }: World): LeakSearch {
  const index = nameIndex(fleet);
  return {
    index,
    slugs: new Map(fleet.map(({ clinic }) => [clinic.id, clinic.slug])),
    common: marksIn([JSON.stringify(agent.flow.nodes), agent.flow.global_prompt ?? ""], index),
  };
}

interface Tallied {
  readonly request: FleetSimulation;
  readonly ports: FleetPorts;
}

function newTally(of: number, { agent }: World, { request, ports }: Tallied) {
  const coverage = coverageCount(agent.flow);
  const webhookMs: number[] = [];
  const functionMs: number[] = [];
  let runs = 0;
  let played = 0;
  let stopped = false;
  return {
    coverage,
    stopped: () => stopped,
    ended: (run: RunReport, measured: Measured): boolean => {
      runs += 1;
      if (run.status !== "skipped") played += 1;
      coverage.add(run);
      webhookMs.push(...measured.webhookMs);
      functionMs.push(...measured.functionMs);
      ports.progress(run, { runs, of });
      stopped ||= request.bail && run.status !== "passed" && run.status !== "skipped";
      return !stopped;
    },
    timings: (elapsedMs: number): SimulationReport["timings"] => ({
      webhook: latencyOf(webhookMs),
      functions: latencyOf(functionMs),
      runs: played,
      elapsedMs: Math.round(elapsedMs),
      runsPerSecond: Math.round((played / Math.max(elapsedMs, 1)) * 10_000) / 10,
    }),
  };
}

export function totalsOf(clinics: readonly ClinicReport[]): Totals {
  const runs = clinics.flatMap((clinic) => clinic.runs);
  const count = (status: RunReport["status"]) => runs.filter((run) => run.status === status).length;
  return {
    clinics: clinics.length,
    runs: runs.length,
    passed: count("passed"),
    failed: count("failed"),
    undecided: count("undecided"),
    vacuous: count("vacuous"),
    skipped: count("skipped"),
    leaks: runs.reduce((sum, { leaks }) => sum + leaks.length, 0),
    doctorProblems: clinics.reduce((sum, { doctors }) => sum + doctors.problems.length, 0),
  };
}
