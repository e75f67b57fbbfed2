import type { AuditLog } from "../audit/ports.ts";
import type { Clinic, ClinicNumber } from "../clinic/clinic.ts";
import type { Digest } from "../digest.ts";
import type { Journal } from "../journal/ports.ts";
import type { StepOutcome } from "../journal/run-steps.ts";
import type { FleetNumbers, NumberPlatform } from "../number/ports.ts";
import type { Clock } from "../time/ports.ts";
import type { ClinicArchive } from "./archive.ts";
import type { Store } from "./stores.ts";

export type DataChoice = "erase" | "keep";

export interface OffboardRequest {
  readonly clinic: string;
  /** The file that everything is written to. */
  readonly exportPath: string;
  readonly data: DataChoice;
  readonly reason: string | null;
}

export interface OffboardPorts {
  readonly store: Pick<Store, "clinics" | "scope">;
  readonly numbers: NumberPlatform & FleetNumbers;
  readonly journal: Journal;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly digest: Digest;
  newId(): string;
  /** Readable by its owner alone, whole or not at all. */
  writePrivately(path: string, text: string): Promise<void>;
  readonly onStep?: (step: string, outcome: StepOutcome) => void;
}

export interface OffboardStep {
  readonly step: string;
  readonly action: "create" | "update" | "release" | "erase" | "unchanged";
  readonly detail: string;
}

export interface OffboardPlan {
  readonly clinic: Clinic;
  readonly request: OffboardRequest;
  readonly number: ClinicNumber | null;
  readonly archive: ClinicArchive;
  readonly steps: readonly OffboardStep[];
}
