import type { AgentStore } from "../agent/ports.ts";
import type { BookingDatabase } from "../booking/ports.ts";
import type { OutboxStore } from "../clinic/outbox.ts";
import type { ClinicDirectory, DoctorStore, NumberStore, OpeningHoursStore } from "../clinic/ports.ts";

/** Everything that belongs to one clinic. There is no other way to reach it, and no method here takes a clinic id. */
export interface ClinicStores {
  readonly doctors: DoctorStore;
  readonly openingHours: OpeningHoursStore;
  readonly number: NumberStore;
  readonly outbox: OutboxStore;
  readonly booking: BookingDatabase;
}

/** The whole installation. What is not scoped is fleet-wide and says so by its name. */
export interface Store {
  readonly clinics: ClinicDirectory;
  readonly agents: AgentStore;
  scope(clinicId: string): ClinicStores;
  close(): Promise<void>;
}
