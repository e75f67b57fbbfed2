import type { Kysely } from "kysely";
import type { ArchiveStore, ClinicArchive } from "../../domain/fleet/archive.ts";
import type { RetentionStore } from "../../domain/privacy/person.ts";
import type { ClinicSchema, FleetSchema } from "./schema.ts";

/** Every table of a clinic, those that refer to others first. A table added to ClinicSchema does not compile without its place here. */
const erasingOrder = {
  holds: 1,
  waitlist: 1,
  identityTries: 1,
  bookingOrigins: 1,
  functionReplies: 1,
  appointments: 2,
  doctorTypes: 2,
  calendarExceptions: 2,
  weeklyHours: 2,
  bookingRules: 2,
  outbox: 2,
  clinicNotices: 2,
  privacySettings: 2,
  suspensions: 2,
  jobs: 2,
  calls: 2,
  dials: 1,
  contacts: 2,
  optOuts: 2,
  outreachPolicies: 2,
  outreachPauses: 2,
  appliedOutcomes: 2,
  socketKeys: 2,
  socketDialogues: 2,
  dialogueSettings: 2,
  organisationAgents: 2,
  phoneNumbers: 2,
  patients: 3,
  appointmentTypes: 3,
  rooms: 3,
  doctors: 3,
} as const satisfies Readonly<Record<keyof ClinicSchema, number>>;

const tables = Object.entries(erasingOrder)
  .toSorted(([, one], [, other]) => one - other)
  .map(([table]) => table)
  .filter(isTable);

function isTable(name: string): name is keyof ClinicSchema {
  return Object.hasOwn(erasingOrder, name);
}

interface ArchiveParts {
  readonly clinic: Kysely<ClinicSchema>;
  readonly fleet: Kysely<FleetSchema>;
  readonly clinicId: string;
}

export class SqlArchiveStore implements ArchiveStore {
  readonly #parts: ArchiveParts;

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
  }

  async read(): Promise<ClinicArchive> {
    const { clinic, fleet, clinicId } = this.#parts;
    const archive: Record<string, readonly unknown[]> = {};
    for (const table of tables) {
      archive[table] = await clinic.selectFrom(table).selectAll().execute();
    }
    archive["callEvents"] = await fleet.selectFrom("callEvents").selectAll().where("clinicId", "=", clinicId).execute();
    return archive;
  }

  /** In one transaction: either all of it is there, or nothing. */
  async erase(): Promise<Readonly<Record<string, number>>> {
    const { fleet, clinicId } = this.#parts;
    return fleet.transaction().execute(async (transaction) => {
      const erased: Record<string, number> = {};
      for (const table of [...tables, "callEvents"] as const) {
        const result = await transaction.deleteFrom(table).where("clinicId", "=", clinicId).executeTakeFirst();
        erased[table] = Number(result.numDeletedRows);
      }
      return erased;
    });
  }
}

/** Ids by which a row is a person's. */
export interface PersonKeys {
  readonly patients: readonly string[];
  readonly contacts: readonly string[];
  readonly phones: readonly string[];
  readonly appointments: readonly string[];
  readonly waitlist: readonly string[];
  readonly calls: readonly string[];
}

type Column<Table extends PrivacyTable> = Extract<keyof Rows[Table], string>;

/** Tables of clinics, and the events, which a clinic owns where it is known. */
type Rows = ClinicSchema & { readonly callEvents: { readonly callId: string; readonly body: string } };

export type PrivacyTable = keyof Rows;

/** Where a table holds something of patients, and what erasing one makes of it. */
export interface Place<Name extends string = string> {
  /** Whose row it is: any of these columns names them. */
  readonly of: Readonly<Partial<Record<Name, keyof PersonKeys>>>;
  /** `rows`: they go. `hash`: see optOuts. Else what remains of each. */
  readonly erased: "rows" | "hash" | Readonly<Partial<Record<Name, string | number | null>>>;
  /** Texts in which anybody may be named: where the person is, in whosever row, a mark takes their place. */
  readonly texts?: readonly Name[];
}

/** Holds nothing of patients. */
export const nobody = { of: {}, erased: {} } as const;

const emptyCall = {
  patientNumber: null,
  transcriptJson: null,
  transfersJson: null,
  variablesJson: null,
  analysisJson: null,
  metadataJson: null,
};

/**
 * Every table of a clinic has its place here, or does not compile. What stays of an appointment is its time, doctor and
 * status; of a call its time, length, outcome and cost.
 */
export const privacyMap: { readonly [Table in PrivacyTable]: Place<Column<Table>> } = {
  patients: { of: { id: "patients" }, erased: { name: "", phone: "", birthDate: null, email: null } },
  appointments: {
    of: { patientId: "patients" },
    erased: { changeReason: null, callId: null },
    texts: ["changeReason"],
  },
  holds: { of: { callId: "calls", waitlistEntryId: "waitlist" }, erased: "rows" },
  waitlist: { of: { patientId: "patients" }, erased: "rows" },
  dials: { of: { contactId: "contacts" }, erased: "rows", texts: ["forced", "reason"] },
  contacts: { of: { id: "contacts" }, erased: "rows", texts: ["instructions"] },
  optOuts: { of: { phone: "phones" }, erased: "hash", texts: ["reason"] },
  outbox: {
    of: { patientId: "patients", callId: "calls" },
    erased: "rows",
    texts: ["subject", "body", "html", "calendar", "lastError"],
  },
  calls: {
    of: { callId: "calls" },
    erased: emptyCall,
    texts: ["transcriptJson", "transfersJson", "variablesJson", "analysisJson", "metadataJson"],
  },
  callEvents: { of: { callId: "calls" }, erased: { body: "{}" }, texts: ["body"] },
  socketDialogues: { of: { callId: "calls" }, erased: "rows", texts: ["state"] },
  identityTries: { of: { phone: "phones", caller: "phones", callId: "calls" }, erased: "rows" },
  bookingOrigins: { of: { appointmentId: "appointments", caller: "phones" }, erased: { caller: null } },
  functionReplies: { of: { callId: "calls" }, erased: "rows", texts: ["reply"] },
  jobs: { of: {}, erased: {}, texts: ["payload", "lastError"] },
  calendarExceptions: { of: {}, erased: {}, texts: ["reason"] },
  outreachPauses: { of: {}, erased: {}, texts: ["reason"] },
  appliedOutcomes: nobody,
  clinicNotices: nobody,
  privacySettings: nobody,
  suspensions: nobody,
  socketKeys: nobody,
  dialogueSettings: nobody,
  organisationAgents: nobody,
  outreachPolicies: nobody,
  phoneNumbers: nobody,
  doctors: nobody,
  weeklyHours: nobody,
  rooms: nobody,
  appointmentTypes: nobody,
  doctorTypes: nobody,
  bookingRules: nobody,
};

/** Those that refer to others first. */
export const privacyTables: readonly PrivacyTable[] = Object.keys(privacyMap)
  .filter(isPrivacyTable)
  .toSorted((one, other) => Number(other === "dials") - Number(one === "dials"));

function isPrivacyTable(name: string): name is PrivacyTable {
  return Object.hasOwn(privacyMap, name);
}

interface RetentionParts {
  readonly clinic: Kysely<ClinicSchema>;
  readonly fleet: Kysely<FleetSchema>;
  readonly clinicId: string;
}

const nothingSaid = {
  transcriptJson: null,
  transfersJson: null,
  variablesJson: null,
  analysisJson: null,
  metadataJson: null,
};

export class SqlRetentionStore implements RetentionStore {
  readonly #parts: RetentionParts;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  async eraseBefore(instant: number): Promise<Readonly<Record<string, number>>> {
    const { clinic, fleet, clinicId } = this.#parts;
    const counts = {
      calls: await clinic
        .updateTable("calls")
        .set(nothingSaid)
        .where("calledAt", "<", instant)
        .where((call) => call.or([call("transcriptJson", "is not", null), call("variablesJson", "is not", null)]))
        .executeTakeFirst(),
      callEvents: await fleet
        .updateTable("callEvents")
        .set({ body: "{}" })
        .where("clinicId", "=", clinicId)
        .where("receivedAt", "<", instant)
        .where("body", "!=", "{}")
        .executeTakeFirst(),
    };
    const removed = {
      outbox: await clinic.deleteFrom("outbox").where("createdAt", "<", instant).executeTakeFirst(),
      socketDialogues: await clinic.deleteFrom("socketDialogues").where("updatedAt", "<", instant).executeTakeFirst(),
    };
    const changed = Object.entries(counts).map(
      ([table, { numUpdatedRows }]) => [table, Number(numUpdatedRows)] as const,
    );
    const gone = Object.entries(removed).map(([table, { numDeletedRows }]) => [table, Number(numDeletedRows)] as const);
    return Object.fromEntries([...changed, ...gone].filter(([, count]) => count > 0));
  }
}
