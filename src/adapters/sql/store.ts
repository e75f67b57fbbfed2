import { SqlAccountLists } from "./fleet/account-lists.ts";
import type { Kysely } from "kysely";
import type { BookingDatabase, BookingStores } from "../../domain/booking/ports.ts";
import type { AllClinicStores, Store } from "../../domain/fleet/ports.ts";
import { boundedCache } from "../../domain/bounded-cache.ts";
import type { OutreachDatabase, OutreachStores } from "../../domain/outreach/ports.ts";
import { SqlAgentStore, SqlFleetStore } from "./fleet/agent-stores.ts";
import { SqlAttemptStore } from "./outreach/attempt-stores.ts";
import {
  SqlAppointmentStore,
  SqlBookingRulesStore,
  SqlCalendarExceptionStore,
  SqlHoldStore,
} from "./booking/booking-stores.ts";
import { SqlBusyStore } from "./booking/busy-weeks.ts";
import { SqlCalendarEntryStore, SqlCalendarStore, SqlFleetCalendars } from "./booking/calendar-stores.ts";
import { SqlCallerRecordStore } from "./calls/caller-record-store.ts";
import { SqlCallEventStore, SqlCallLedger, SqlCallStore, SqlFleetCalls } from "./calls/call-stores.ts";
import { clinicRows, clinicScope, unattributedRows } from "./clinic-scope.ts";
import {
  SqlClinicPhraseStore,
  SqlDialogueDefaults,
  SqlDialogueSettingsStore,
  SqlNoticesStore,
  SqlPrivacySettingsStore,
  SqlSuspensionStore,
  SqlUsualVoices,
} from "./clinics/clinic-settings-stores.ts";
import { SqlClinicDirectory, SqlDoctorStore, SqlNumberStore } from "./clinics/clinic-stores.ts";
import { type SqlDatabase, memoriesShownBy, showsMemories } from "./database.ts";
import { SqlBookingOriginStore, SqlIdentityTryStore, SqlPatientStore } from "./booking/patient-stores.ts";
import { SqlHearing } from "./calls/hearing.ts";
import { logSearch } from "./monitoring/installation-logs.ts";
import { SqlJobOrders, SqlJobRecords } from "./calls/job-stores.ts";
import { SqlMailQueue, SqlOutboxStore } from "./calls/mail-stores.ts";
import {
  SqlAppliedOutcomeStore,
  SqlContactStore,
  SqlFleetPauseStore,
  SqlOptOutStore,
  SqlPauseStore,
  SqlPolicyStore,
} from "./outreach/outreach-stores.ts";
import { SqlClinicLists } from "./clinics/list-stores.ts";
import { SqlFleetMessages, SqlMessageStore } from "./calls/message-stores.ts";
import { SqlPersonStore } from "./clinics/person-store.ts";
import { SqlClinicRecords, SqlFleetCosts } from "./monitoring/report-stores.ts";
import { SqlArchiveStore, SqlRetentionStore, SqlUnattributedRetention } from "./clinics/privacy-stores.ts";
import { SqlAppointmentTypeStore, SqlOpeningHoursStore, SqlRoomStore } from "./clinics/resource-stores.ts";
import type { ClinicSchema } from "./schema.ts";
import { SqlServers } from "./fleet/installation-marks.ts";
import { SqlOfferedSlotStore, SqlWaitlistStore } from "./booking/waitlist-stores.ts";

/**
 * One clinic's bookings. A transaction holds the database's only connection, so its work may await only these stores.
 */
export function sqlBookingDatabase(
  clinic: Kysely<ClinicSchema>,
  inTurn: InTurn = atOnce,
  nonDurable = () => clinic,
): BookingDatabase {
  return inTransactions((scope) => new SqlBookingStores(scope), { clinic, inTurn, nonDurable });
}

interface Transacting {
  readonly clinic: Kysely<ClinicSchema>;
  readonly inTurn: InTurn;
  /** The same clinic without waiting for the disk; created on first use. */
  readonly nonDurable: () => Kysely<ClinicSchema>;
}

function inTransactions<Stores>(
  storesOf: (scope: Kysely<ClinicSchema>) => Stores,
  { clinic, inTurn, nonDurable }: Transacting,
) {
  const transacting =
    (scope: () => Kysely<ClinicSchema>) =>
    <T>(work: (stores: Stores) => Promise<T>): Promise<T> =>
      inTurn(() => transacted(scope(), (transaction) => work(storesOf(transaction))));
  return { stores: storesOf(clinic), transact: transacting(() => clinic), transactForHolds: transacting(nonDurable) };
}

/** See SqlDatabase.inTurn. */
type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

const atOnce: InTurn = (work) => work();

function transacted<T>(
  clinic: Kysely<ClinicSchema>,
  work: (transaction: Kysely<ClinicSchema>) => Promise<T>,
): Promise<T> {
  return clinic.transaction().execute((transaction) => work(showsMemories(transaction, memoriesShownBy(clinic))));
}

/** Creates each store on first use: a transaction needs only a few of them. */
class SqlBookingStores implements BookingStores {
  protected readonly clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.clinic = clinic;
  }

  get doctors() {
    return new SqlDoctorStore(this.clinic);
  }

  get hours() {
    return new SqlOpeningHoursStore(this.clinic);
  }

  get types() {
    return new SqlAppointmentTypeStore(this.clinic);
  }

  get rooms() {
    return new SqlRoomStore(this.clinic);
  }

  get exceptions() {
    return new SqlCalendarExceptionStore(this.clinic);
  }

  get rules() {
    return new SqlBookingRulesStore(this.clinic);
  }

  get patients() {
    return new SqlPatientStore(this.clinic);
  }

  get appointments() {
    return new SqlAppointmentStore(this.clinic);
  }

  get holds() {
    return new SqlHoldStore(this.clinic);
  }

  get waitlist() {
    return new SqlWaitlistStore(this.clinic);
  }

  get offered() {
    return new SqlOfferedSlotStore(this.clinic);
  }

  get jobs() {
    return new SqlJobOrders(this.clinic);
  }

  get origins() {
    return new SqlBookingOriginStore(this.clinic);
  }

  get busy() {
    return new SqlBusyStore(this.clinic);
  }

  get entries() {
    return new SqlCalendarEntryStore(this.clinic);
  }

  get outbox() {
    return new SqlOutboxStore(this.clinic);
  }
}

/** One clinic's bookings and calls to patients. Its transactions work like those of sqlBookingDatabase. */
export function sqlOutreachDatabase(
  clinic: Kysely<ClinicSchema>,
  inTurn: InTurn = atOnce,
  nonDurable = () => clinic,
): OutreachDatabase {
  return inTransactions((scope) => new SqlOutreachStores(scope), { clinic, inTurn, nonDurable });
}

class SqlOutreachStores extends SqlBookingStores implements OutreachStores {
  get contacts() {
    return new SqlContactStore(this.clinic);
  }

  get dials() {
    return new SqlAttemptStore(this.clinic);
  }

  get optOuts() {
    return new SqlOptOutStore(this.clinic);
  }

  get policy() {
    return new SqlPolicyStore(this.clinic);
  }

  get pause() {
    return new SqlPauseStore(this.clinic);
  }

  get applied() {
    return new SqlAppliedOutcomeStore(this.clinic);
  }

  get calls() {
    return new SqlCallStore(this.clinic);
  }

  get number() {
    return new SqlNumberStore(this.clinic);
  }

  get tries() {
    return new SqlIdentityTryStore(this.clinic);
  }

  get messages() {
    return new SqlMessageStore(this.clinic);
  }

  get notices() {
    return new SqlNoticesStore(this.clinic);
  }

  get privacy() {
    return new SqlPrivacySettingsStore(this.clinic);
  }
}

/** Each scope takes a few kilobytes. */
const MOST_SCOPES = 1_000;

export function sqlStore(database: SqlDatabase): Store {
  const scopes = boundedCache<AllClinicStores>(MOST_SCOPES);
  return {
    clinics: new SqlClinicDirectory(database.fleet),
    agents: new SqlAgentStore(database.fleet),
    fleet: new SqlFleetStore(database.fleet),
    fleetPause: new SqlFleetPauseStore(database.fleet),
    mails: new SqlMailQueue(database.fleet),
    calendars: new SqlFleetCalendars(database.fleet),
    calls: new SqlFleetCalls(database.fleet),
    costs: new SqlFleetCosts(database.fleet),
    callLedger: new SqlCallLedger(database.fleet),
    messages: new SqlFleetMessages(database.fleet),
    events: new SqlCallEventStore(database.fleet),
    jobs: new SqlJobRecords(database.fleet),
    servers: new SqlServers(database.fleet),
    hearing: new SqlHearing(database.nonDurable),
    dialogueDefaults: new SqlDialogueDefaults(database.fleet),
    voices: new SqlUsualVoices(database.fleet),
    accountLists: new SqlAccountLists(database.fleet),
    unattributed: new SqlUnattributedRetention(unattributedRows(database)),
    scope: (clinicId) => scopes(clinicId, () => clinicStores(database, clinicId)),
    purge: () => database.purge(),
    close: () => database.close(),
  };
}

function clinicStores(database: SqlDatabase, clinicId: string): AllClinicStores {
  const clinic = clinicScope(database, clinicId);
  const inTurn: InTurn = (work) => database.inTurn(clinicId, work);
  let relaxed: Kysely<ClinicSchema> | undefined;
  const nonDurable = () => (relaxed ??= clinicScope(database, clinicId, false));
  return {
    doctors: new SqlDoctorStore(clinic),
    openingHours: new SqlOpeningHoursStore(clinic),
    number: new SqlNumberStore(clinic),
    outbox: new SqlOutboxStore(clinic),
    notices: new SqlNoticesStore(clinic),
    phrases: new SqlClinicPhraseStore(clinic),
    privacySettings: new SqlPrivacySettingsStore(clinic),
    booking: sqlBookingDatabase(clinic, inTurn, nonDurable),
    outreach: sqlOutreachDatabase(clinic, inTurn, nonDurable),
    dialogue: new SqlDialogueSettingsStore(clinic),
    calls: new SqlCallStore(clinic),
    records: new SqlClinicRecords(clinic),
    suspension: new SqlSuspensionStore(clinic),
    callerRecords: new SqlCallerRecordStore(clinic),
    // Created when they are asked for: their views of the database take more than all the rest, and calls need neither.
    get people() {
      return new SqlPersonStore({
        clinic,
        rows: clinicRows(database, clinicId),
        unattributed: unattributedRows(database),
        searchLogs: logSearch(database.fleet),
        atomically: (work) => database.atomically(work),
      });
    },
    get retention() {
      return new SqlRetentionStore(clinic, clinicRows(database, clinicId));
    },
    archive: new SqlArchiveStore(clinic),
    lists: new SqlClinicLists(clinic),
    calendars: new SqlCalendarStore(clinic),
  };
}
