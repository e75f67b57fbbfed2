import { sharedIndexes } from "../domain/brain/choose-candidate.ts";
import { type Store, noSuchClinic } from "../domain/fleet/ports.ts";
import type { ModelPorts } from "../domain/brain/model-ports.ts";
import { AscendiaError } from "../errors.ts";
import { type CallMoment, simulateClinic } from "./clinic-run.ts";
import { fleetCoverage, passedTally } from "./coverage/coverage.ts";
import { type ClinicMarks, type LeakSearch, marksIn, nameIndex } from "./reports/leaks.ts";
import { type ClinicPlayer, type FleetSimulation, type FleetThread, inShard } from "./ports.ts";
import {
  type ClinicReport,
  type PlayedClinic,
  type RunReport,
  type SimulationReport,
  durationTally,
  failureKeeper,
  shortened,
  totalsOf,
} from "./reports/report.ts";
import type { Scenario } from "./scenario/schema.ts";
import type { World } from "./world.ts";

export interface PlayerParts {
  readonly world: World;
  readonly search: LeakSearch;
  readonly model?: ModelPorts | undefined;
  readonly stopwatch: () => number;
  readonly detail: SimulationReport["detail"];
}

export function clinicPlayer(request: FleetSimulation, parts: PlayerParts): ClinicPlayer {
  const { detail, ...played } = parts;
  return {
    play: async (task, ended) => {
      const passed = passedTally();
      const settings = {
        ...played,
        indexes: sharedIndexes,
        allowWrites: request.allowWrites,
        engine: request.engine,
        voiced: request.voiced,
        ended,
        kept: (run: RunReport) => {
          passed.add(run);
          return detail === "whole" ? run : shortened(run);
        },
      };
      const { report, measured } = await simulateClinic({ ...request, ...task }, settings);
      return { report, measured, passed: passed.result(report.variables) };
    },
  };
}

/** Every clinic of the store with the marks that identify it. */
export async function readFleet(store: Store): Promise<readonly ClinicMarks[]> {
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

/** @throws not_found for an unknown clinic, nothing_checked without any */
export function chooseClinics(
  fleet: readonly ClinicMarks[],
  wanted: readonly string[] | undefined,
): readonly ClinicMarks[] {
  if (fleet.length === 0) {
    throw new AscendiaError("nothing_checked", "There are no clinics to simulate.", {
      hint: "ascendia clinic:onboard",
    });
  }
  if (wanted === undefined) return fleet;
  return [...new Set(wanted)].map((name) => {
    const found = fleet.find(({ clinic }) => clinic.id === name || clinic.slug === name);
    if (found !== undefined) return found;
    throw noSuchClinic(
      name,
      fleet.map(({ clinic }) => clinic.slug),
    );
  });
}

/** What the leak check of every run searches for. */
export function leakSearch(fleet: readonly ClinicMarks[], { agent }: Pick<World, "agent">): LeakSearch {
  const index = nameIndex(fleet);
  return {
    index,
    slugs: new Map(fleet.map(({ clinic }) => [clinic.id, clinic.slug])),
    common: marksIn([JSON.stringify(agent.flow.nodes), agent.flow.global_prompt ?? ""], index),
  };
}

export interface FleetPorts {
  readonly store: Store;
  /** Each plays one run at a time. */
  readonly worlds: readonly World[];
  /** Other threads that play clinics in parallel. */
  readonly helpers?: readonly FleetThread[];
  /** Decides and words instead of the offline brain. */
  readonly model?: ModelPorts | undefined;
  /** Milliseconds from an arbitrary start, for measuring. */
  readonly stopwatch: () => number;
  readonly progress: (run: RunReport, done: { readonly runs: number; readonly of: number }) => void;
  /** Stores the complete report of every clinic, in the order in which they finish. */
  readonly record?: ((clinic: ClinicReport) => Promise<void>) | undefined;
}

/** Up to this many runs are reported in full; beyond it, those that passed are only counted. */
const MOST_WHOLE_RUNS = 500;
const MOST_WHOLE_FAILURES = 200;

interface FleetTask {
  readonly marks: ClinicMarks;
  readonly scenarios: readonly Scenario[];
}

/**
 * Plays every scenario against every chosen clinic. @throws not_found for an unknown clinic, nothing_checked without
 * any
 */
export async function simulateFleet(request: FleetSimulation, ports: FleetPorts): Promise<SimulationReport> {
  const [first] = ports.worlds;
  if (first === undefined) throw new RangeError("a simulation needs a world");
  const fleet = await readFleet(ports.store);
  const tasks = tasksOf(chooseClinics(fleet, request.clinics), request);
  const runs = tasks.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  const detail = runs > MOST_WHOLE_RUNS && request.whole !== true ? "failures" : "whole";
  const kept = ports.record === undefined ? detail : "whole";
  const started = ports.stopwatch();
  const search = leakSearch(fleet, first);
  const progress = runProgress(runs, { request, ports });
  const coverage = fleetCoverage(first.agent.flow);
  const durations = durationTally();
  const keepFailures = detail === "whole" ? undefined : failureKeeper(MOST_WHOLE_FAILURES);
  const crew = crewFor(runs, { request, ports });
  const reports = await playAll(tasks, {
    players: [
      ...crew.worlds.map((world) => clinicPlayer(request, { ...ports, world, search, detail: kept })),
      ...crew.helpers.map((helper) => helper.join(request, kept)),
    ],
    progress,
    take: async (played, position) => {
      durations.add(played);
      const report = { ...played.report, coverage: coverage.add(played, position) };
      await ports.record?.(report);
      return { ...report, ...keepFailures?.(report) };
    },
  });
  return {
    schema: 1,
    seed: request.seed,
    at: momentText(request.moment),
    detail,
    totals: totalsOf(reports),
    clinics: reports,
    coverage: coverage.result(),
    timings: durations.result(ports.stopwatch() - started),
  };
}

function tasksOf(clinics: readonly ClinicMarks[], { scenarios, shard }: FleetSimulation): readonly FleetTask[] {
  const mine = (position: number) =>
    scenarios.filter((_, index) => shard === undefined || inShard(position * scenarios.length + index, shard));
  return clinics
    .map((marks, position) => ({ marks, scenarios: mine(position) }))
    .filter(({ scenarios: own }) => own.length > 0);
}

/**
 * Fewer calls finish before a thread has started. A simulation that may stop early keeps to one thread, for its order.
 */
const CALLS_WORTH_A_THREAD = 100;

/** From this many calls on, this thread only leads: a helper's heap is bounded, which is worth starting one more. */
const CALLS_WORTH_LEADING = 5_000;

/** The worlds in which this thread plays, and the helper threads. */
function crewFor(
  runs: number,
  { request, ports }: Progress,
): { readonly worlds: readonly World[]; readonly helpers: readonly FleetThread[] } {
  const { worlds, helpers = [] } = ports;
  const calls = runs * (request.repeat ?? 1);
  if (request.bail || ports.model !== undefined || calls < CALLS_WORTH_A_THREAD) return { worlds, helpers: [] };
  const [one] = helpers;
  if (one === undefined || calls < CALLS_WORTH_LEADING) return { worlds, helpers };
  return { worlds: [], helpers: [...helpers, one] };
}

interface Play {
  readonly players: readonly ClinicPlayer[];
  readonly progress: ReturnType<typeof runProgress>;
  readonly take: (played: PlayedClinic, position: number) => Promise<ClinicReport>;
}

/** Each idle player takes the next clinic; reports are in the order of the clinics. */
async function playAll(
  tasks: readonly FleetTask[],
  { players, progress, take }: Play,
): Promise<readonly ClinicReport[]> {
  const reports: (ClinicReport | undefined)[] = tasks.map(() => undefined);
  const queue = tasks.entries();
  const work = async (player: ClinicPlayer) => {
    for (const [position, task] of queue) {
      if (progress.stopped()) break;
      reports[position] = await take(await player.play(task, progress.ended), position);
    }
  };
  await Promise.all(players.map(work));
  return reports.filter((report) => report !== undefined);
}

interface Progress {
  readonly request: FleetSimulation;
  readonly ports: FleetPorts;
}

function runProgress(of: number, { request, ports }: Progress) {
  let runs = 0;
  let stopped = false;
  return {
    stopped: () => stopped,
    ended: (run: RunReport): boolean => {
      runs += 1;
      ports.progress(run, { runs, of });
      stopped ||= request.bail && run.status !== "passed" && run.status !== "skipped";
      return !stopped;
    },
  };
}

function momentText(moment: CallMoment | undefined): string | null {
  if (moment === undefined) return null;
  return moment === "now" ? "now" : `${moment.date}T${moment.time}`;
}
