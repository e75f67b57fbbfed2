import type { CallMoment } from "./clinic-run.ts";
import type { ClinicMarks } from "./reports/leaks.ts";
import type { PlayedClinic, RunReport, SimulationReport } from "./reports/report.ts";
import type { Engine } from "./run/socket.ts";
import type { Scenario } from "./scenario/schema.ts";
import { AscendiaError } from "../errors.ts";

/** Another thread with its own world on the same snapshot of the installation. */
export interface FleetThread {
  /** Starts preparing for the clinics of this simulation. */
  join(request: FleetSimulation, detail: SimulationReport["detail"]): ClinicPlayer;
  /** Starts preparing to try mutants of the flow. */
  mutate(request: FleetSimulation): TryMutant;
}

interface ClinicTask {
  readonly marks: ClinicMarks;
  readonly scenarios: readonly Scenario[];
}

/** Plays clinics in one world, one after the other. */
export interface ClinicPlayer {
  play(task: ClinicTask, ended: (run: RunReport) => boolean): Promise<PlayedClinic>;
}

/** Plain data, because it is also sent to other threads. */
export interface FleetSimulation {
  /** Ids or slugs; undefined: every clinic. */
  readonly clinics: readonly string[] | undefined;
  readonly scenarios: readonly Scenario[];
  readonly seed: string;
  readonly now: number;
  /** When calls come in; default: 09:05 on the day of `now`. */
  readonly moment?: CallMoment;
  /** Stop at the first run that is neither passed nor skipped. */
  readonly bail: boolean;
  readonly allowWrites: boolean;
  /** Calls the copy's server without HTTP. */
  readonly inProcess?: boolean | undefined;
  /** How often each run is played; default: 1. */
  readonly repeat?: number;
  readonly shard?: Shard;
  /** Reports every run in full, however many there are. */
  readonly whole?: boolean;
  /** Who runs the calls; default: Retell. */
  readonly engine?: Engine;
  /** Gives a wording to the sentences that a model would word, so that calls can be listened to. */
  readonly voiced?: boolean;
}

/**
 * A mutant and the runs that may notice it, in the order in which to try them. Plain data, because it is sent to
 * threads.
 */
export interface MutantOrder {
  readonly mutant: string;
  readonly runs: readonly { readonly clinicId: string; readonly scenario: string }[];
}

export interface MutantTrial {
  /** The first run that noticed, as `clinic scenario: why`. */
  readonly killedBy: string | undefined;
  readonly tried: number;
}

export type TryMutant = (order: MutantOrder) => Promise<MutantTrial>;

/** The `index`-th of `of` parts of a suite, counted from 1. */
interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Deals runs out in turn, so that every part gets some of everything. */
export function inShard(position: number, { index, of }: Shard): boolean {
  return position % of === index - 1;
}

/** "2/5" @throws usage for anything else */
export function parseShard(text: string): Shard {
  const [, index, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text.trim()) ?? []).map(Number);
  if (index !== undefined && of !== undefined && index >= 1 && index <= of) return { index, of };
  throw new AscendiaError("usage", `--shard: "${text}" is not a part of a suite.`, {
    hint: "Write the second of five as 2/5.",
  });
}
