import type { AllClinicStores, Store } from "../../domain/organisation/stores.ts";
import { SqlAgentStore } from "./agent-store.ts";
import { SqlArchiveStore } from "./archive-store.ts";
import { sqlBookingDatabase } from "./booking-database.ts";
import { SqlCallEventStore } from "./call-event-store.ts";
import { SqlCallLedger } from "./call-ledger.ts";
import { SqlCallStore, SqlFleetCalls } from "./call-store.ts";
import { SqlClinicDirectory } from "./clinic-directory.ts";
import { clinicScope } from "./clinic-scope.ts";
import { SqlNoticesStore, SqlPrivacySettingsStore } from "./clinic-settings-stores.ts";
import { SqlDoctorStore, SqlNumberStore } from "./clinic-stores.ts";
import type { SqlDatabase } from "./database.ts";
import { SqlDialogueDefaults, SqlDialogueSettingsStore } from "./dialogue-settings-store.ts";
import { sqlOutreachDatabase } from "./outreach-database.ts";
import { SqlFleetPauseStore } from "./outreach-settings-stores.ts";
import { SqlFleetStore } from "./fleet-store.ts";
import { SqlJobRecords } from "./job-records.ts";
import { SqlMailQueue } from "./mail-queue.ts";
import { SqlPersonStore } from "./person-store.ts";
import { SqlRetentionStore } from "./retention-store.ts";
import { SqlSuspensionStore } from "./suspension-store.ts";
import { SqlOutboxStore } from "./outbox-store.ts";
import { SqlOpeningHoursStore } from "./opening-hours-store.ts";

export function sqlStore(database: SqlDatabase): Store {
  return {
    clinics: new SqlClinicDirectory(database.fleet),
    agents: new SqlAgentStore(database.fleet),
    fleet: new SqlFleetStore(database.fleet),
    fleetPause: new SqlFleetPauseStore(database.fleet),
    mails: new SqlMailQueue(database.fleet),
    calls: new SqlFleetCalls(database.fleet),
    callLedger: new SqlCallLedger(database.fleet),
    events: new SqlCallEventStore(database.fleet),
    jobs: new SqlJobRecords(database.fleet),
    dialogueDefaults: new SqlDialogueDefaults(database.fleet),
    scope: (clinicId) => clinicStores(database, clinicId),
    purge: () => database.purge(),
    close: () => database.close(),
  };
}

function clinicStores(database: SqlDatabase, clinicId: string): AllClinicStores {
  const clinic = clinicScope(database, clinicId);
  return {
    doctors: new SqlDoctorStore(clinic),
    openingHours: new SqlOpeningHoursStore(clinic),
    number: new SqlNumberStore(clinic),
    outbox: new SqlOutboxStore(clinic),
    notices: new SqlNoticesStore(clinic),
    privacySettings: new SqlPrivacySettingsStore(clinic),
    booking: sqlBookingDatabase(clinic),
    outreach: sqlOutreachDatabase(clinic),
    dialogue: new SqlDialogueSettingsStore(clinic),
    calls: new SqlCallStore(clinic),
    suspension: new SqlSuspensionStore(clinic),
    people: new SqlPersonStore({
      fleet: database.fleet,
      clinicId,
      atomically: (work) => database.atomically(work),
    }),
    retention: new SqlRetentionStore({ clinic, fleet: database.fleet, clinicId }),
    archive: new SqlArchiveStore({ clinic, fleet: database.fleet, clinicId }),
  };
}
