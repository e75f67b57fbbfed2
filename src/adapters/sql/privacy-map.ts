import type { ClinicSchema } from "./schema.ts";

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
