import type { Clinic, ClinicNumber } from "../../clinic/clinic.ts";
import type { PinnedAgent } from "../../number/number-binding.ts";

/** A clinic as far as the fleet's plan depends on it. */
export interface FleetClinic {
  readonly clinic: Clinic;
  readonly number: ClinicNumber | null;
  /** null: its calls go to the master agent. */
  readonly ownAgent: PinnedAgent | null;
  /** Active ones. */
  readonly doctors: number;
  readonly hasHours: boolean;
}

/** Reads across clinics, in a number of queries that does not grow with them. */
export interface FleetStore {
  /** By slug. */
  clinics(): Promise<readonly FleetClinic[]>;
}

/** Where a version of an agent sends its call events; undefined when Retell does not know that version. */
export interface EventUrls {
  eventUrl(agent: PinnedAgent): Promise<string | null | undefined>;
}
