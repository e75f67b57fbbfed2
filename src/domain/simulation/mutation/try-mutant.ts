import { AscendiaError } from "../../errors.ts";
import type { ClinicMarks } from "../canary/name-index.ts";
import { scenarioRunner } from "../clinic-run.ts";
import type { LeakSearch } from "../canary/find-leaks.ts";
import type { World } from "../ports.ts";
import type { FleetSimulation } from "../simulate-fleet.ts";
import { mutantsOf } from "./mutants.ts";

/** A mutant and the runs that may notice it, in the order in which they are tried; plain data, as it is sent to threads. */
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

export interface TrialPorts {
  readonly world: World;
  readonly fleet: readonly ClinicMarks[];
  readonly search: LeakSearch;
  readonly stopwatch: () => number;
}

/** Plays runs on mutants of the world's flow, each until one does not pass. */
export function mutantTrier(request: FleetSimulation, { world, fleet, search, stopwatch }: TrialPorts): TryMutant {
  const mutants = new Map(mutantsOf(world.agent.flow, request.seed).map((mutant) => [mutant.id, mutant]));
  return async ({ mutant: id, runs }) => {
    const flow = known(mutants.get(id), id).flow();
    const play = scenarioRunner(request, { world, search, stopwatch, indexes: new Map(), allowWrites: false });
    for (const [position, { clinicId, scenario: name }] of runs.entries()) {
      const marks = known(
        fleet.find(({ clinic }) => clinic.id === clinicId),
        clinicId,
      );
      const scenario = known(
        request.scenarios.find((each) => each.name === name),
        name,
      );
      const { clinic, status, reason } = await play({ marks, scenario, flow });
      if (status !== "passed") return { killedBy: `${clinic} ${name}: ${reason ?? status}`, tried: position + 1 };
    }
    return { killedBy: undefined, tried: runs.length };
  };
}

function known<Item>(item: Item | undefined, name: string): Item {
  if (item !== undefined) return item;
  throw new AscendiaError("not_found", `There is no "${name}" in the copy.`);
}
