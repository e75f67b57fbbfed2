import type { AgentStore, OrganisationAgentStore } from "../agent/ports.ts";
import type { BookingDatabase } from "../booking/ports.ts";
import type { DialogueSettingsStore } from "../clinic/dialogue-settings.ts";
import type { NoticesStore } from "../clinic/notices.ts";
import type { CallEventRecords, CallLedger, CallStore, FleetCalls } from "../call/ports.ts";
import type { OutboxStore } from "../clinic/outbox.ts";
import type { PrivacySettingsStore } from "../clinic/privacy-settings.ts";
import type { SuspensionStore } from "../clinic/suspension.ts";
import type { OutreachDatabase, PauseStore } from "../outreach/ports.ts";
import type { MailQueue } from "../mail/ports.ts";
import type { PersonStore, RetentionStore } from "../privacy/ports.ts";
import type { ArchiveStore } from "./archive.ts";
import type { FleetStore } from "./fleet/ports.ts";
import type { JobRecords } from "../job/ports.ts";
import type { ClinicDirectory, DoctorStore, NumberStore, OpeningHoursStore } from "../clinic/ports.ts";

/** Everything that belongs to one clinic. There is no other way to reach it, and no method here takes a clinic id. */
export interface ClinicStores {
  readonly doctors: DoctorStore;
  readonly openingHours: OpeningHoursStore;
  readonly number: NumberStore;
  readonly outbox: OutboxStore;
  readonly booking: BookingDatabase;
}

/** With what only those need who run the fleet. */
export interface AllClinicStores extends ClinicStores {
  readonly dialogue: DialogueSettingsStore;
  readonly suspension: SuspensionStore;
  /** Its bookings too: what changes both is written here. */
  readonly outreach: OutreachDatabase;
  readonly calls: CallStore;
  readonly notices: NoticesStore;
  readonly privacySettings: PrivacySettingsStore;
  readonly people: PersonStore;
  readonly retention: RetentionStore;
  readonly archive: ArchiveStore;
}

/** The whole installation. What is not scoped is fleet-wide and says so by its name. */
export interface Store {
  readonly clinics: ClinicDirectory;
  readonly agents: AgentStore & OrganisationAgentStore;
  readonly fleet: FleetStore;
  /** While there is one, nobody is called for any clinic. */
  readonly fleetPause: PauseStore;
  readonly mails: MailQueue;
  /** Of all clinics and of none, for operators; a clinic's own are `scope(id).calls`. */
  readonly calls: FleetCalls;
  readonly callLedger: CallLedger;
  readonly events: CallEventRecords;
  readonly jobs: JobRecords;
  /** What clinics inherit that set nothing of their own. */
  readonly dialogueDefaults: DialogueSettingsStore;
  scope(clinicId: string): AllClinicStores;
  /** Leaves nothing in the file of what was removed. @throws transient while others use it */
  purge(): Promise<void>;
  close(): Promise<void>;
}
