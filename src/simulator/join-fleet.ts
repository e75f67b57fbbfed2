import type { Store } from "../domain/fleet/ports.ts";
import { AscendiaError } from "../errors.ts";
import { mutantTrier } from "./coverage/mutation.ts";
import type { FleetSimulation, TryMutant } from "./ports.ts";
import type { PlayedClinic, SimulationReport } from "./reports/report.ts";
import { clinicPlayer, leakSearch, readFleet } from "./simulate-fleet.ts";
import type { World } from "./world.ts";

export interface HelperPorts {
  readonly store: Store;
  readonly world: World;
  readonly stopwatch: () => number;
  readonly detail: SimulationReport["detail"];
}

/**
 * The orders that a thread takes: to play a clinic of a simulation, by id and scenario names, or a mutant of its flow.
 */
export interface FleetHand {
  play(clinicId: string, scenarios: readonly string[]): Promise<PlayedClinic>;
  readonly tryMutant: TryMutant;
}

/** Takes part in a simulation that another thread leads. */
export async function joinFleet(request: FleetSimulation, ports: HelperPorts): Promise<FleetHand> {
  const fleet = await readFleet(ports.store);
  const search = leakSearch(fleet, ports.world);
  const player = clinicPlayer(request, { ...ports, search });
  return {
    play: async (clinicId, names) => {
      const marks = fleet.find(({ clinic }) => clinic.id === clinicId);
      if (marks === undefined) throw new AscendiaError("not_found", `The copy has no clinic "${clinicId}".`);
      const scenarios = request.scenarios.filter(({ name }) => names.includes(name));
      return player.play({ marks, scenarios }, () => true);
    },
    tryMutant: mutantTrier(request, { ...ports, fleet, search }),
  };
}
