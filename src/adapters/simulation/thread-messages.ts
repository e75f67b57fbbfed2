import type { ErrorCode } from "../../domain/errors.ts";
import type { PlayedClinic } from "../../domain/simulation/clinic-player.ts";
import type { MutantOrder, MutantTrial } from "../../domain/simulation/mutation/try-mutant.ts";
import type { SimulationReport } from "../../domain/simulation/report.ts";
import type { FleetSimulation } from "../../domain/simulation/simulate-fleet.ts";

/** What a simulating thread is started with. */
export interface ThreadStart {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly flags: { readonly db?: string; readonly envFile?: string };
  readonly snapshot: Uint8Array;
  readonly request: FleetSimulation;
  readonly detail: SimulationReport["detail"];
}

export type ThreadOrder =
  | { readonly kind: "play"; readonly clinicId: string; readonly scenarios: readonly string[] }
  | { readonly kind: "try"; readonly order: MutantOrder };

export type ThreadAnswer =
  | { readonly kind: "played"; readonly played: PlayedClinic }
  | { readonly kind: "tried"; readonly trial: MutantTrial }
  | {
      readonly kind: "failed";
      readonly code: ErrorCode;
      readonly message: string;
      readonly hint?: string;
      readonly detail?: unknown;
    }
  | { readonly kind: "broken"; readonly stack: string };
