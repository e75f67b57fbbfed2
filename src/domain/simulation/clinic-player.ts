import type { IndexCache } from "../brain/choose-candidate.ts";
import type { ModelPorts } from "../brain/model-ports.ts";
import type { LeakSearch } from "./canary/find-leaks.ts";
import type { ClinicMarks } from "./canary/name-index.ts";
import { simulateClinic, type Measured } from "./clinic-run.ts";
import { passedBy, type Passed } from "./coverage/passed.ts";
import { shortened } from "./shorten-run.ts";
import type { World } from "./ports.ts";
import type { ClinicReport, RunReport, SimulationReport } from "./report.ts";
import type { Scenario } from "./scenario/schema.ts";
import type { FleetSimulation } from "./simulate-fleet.ts";

/** A clinic whose calls are over; plain data, as it may come from another thread. */
export interface PlayedClinic {
  readonly report: Omit<ClinicReport, "coverage">;
  readonly measured: readonly Measured[];
  readonly passed: Passed;
}

export interface ClinicTask {
  readonly marks: ClinicMarks;
  readonly scenarios: readonly Scenario[];
}

/** Plays clinics in one world, one after the other. */
export interface ClinicPlayer {
  play(task: ClinicTask, ended: (run: RunReport) => boolean): Promise<PlayedClinic>;
}

export interface PlayerParts {
  readonly world: World;
  readonly search: LeakSearch;
  readonly model?: ModelPorts | undefined;
  readonly stopwatch: () => number;
  readonly detail: SimulationReport["detail"];
}

export function clinicPlayer(request: FleetSimulation, parts: PlayerParts): ClinicPlayer {
  const indexes: IndexCache = new Map();
  const { detail, ...played } = parts;
  return {
    play: async (task, ended) => {
      const settings = { ...played, indexes, allowWrites: request.allowWrites, engine: request.engine, ended };
      const { report, measured } = await simulateClinic({ ...request, ...task }, settings);
      const passed = passedBy(report);
      return {
        report: detail === "whole" ? report : { ...report, runs: report.runs.map(shortened) },
        measured,
        passed,
      };
    },
  };
}
