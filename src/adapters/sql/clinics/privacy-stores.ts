import { type Kysely, type RawBuilder, sql } from "kysely";
import type { ArchiveStore, ClinicArchive } from "../../../domain/fleet/ports.ts";
import type { RetentionStore, UnattributedRetention } from "../../../domain/privacy/person.ts";
import type { ClinicRows } from "../clinic-scope.ts";
import type { ClinicSchema } from "../schema.ts";

/**
 * Every table of a clinic, referring tables first. ClinicSchema and this list must match, or the code does not compile.
 */
const erasingOrder = {
  holds: 1,
  waitlist: 1,
  waitlistOffers: 1,
  identityTries: 1,
  bookingOrigins: 1,
  functionReplies: 1,
  messages: 1,
  alerts: 1,
  slowAnswers: 1,
  busyTimes: 1,
  busyWeeks: 1,
  calendarEntries: 1,
  calendarFeeds: 2,
  appointments: 2,
  doctorTypes: 2,
  calendarExceptions: 2,
  hoursPeriods: 2,
  weeklyHours: 2,
  bookingRules: 2,
  outbox: 2,
  clinicNotices: 2,
  clinicPhrases: 2,
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
  callEvents: 2,
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

export class SqlArchiveStore implements ArchiveStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async read(): Promise<ClinicArchive> {
    const archive: Record<string, readonly unknown[]> = {};
    for (const table of tables) archive[table] = await this.#clinic.selectFrom(table).selectAll().execute();
    return archive;
  }

  /** In one transaction: either everything is erased, or nothing. */
  async erase(): Promise<Readonly<Record<string, number>>> {
    return this.#clinic.transaction().execute(async (transaction) => {
      const erased: Record<string, number> = {};
      for (const table of tables) {
        const result = await transaction.deleteFrom(table).executeTakeFirst();
        erased[table] = Number(result.numDeletedRows);
      }
      return erased;
    });
  }
}

/** Ids that mark a row as a person's. */
export interface PersonKeys {
  readonly patients: readonly string[];
  readonly contacts: readonly string[];
  readonly phones: readonly string[];
  readonly appointments: readonly string[];
  readonly waitlist: readonly string[];
  readonly calls: readonly string[];
  /** The person's calls, and calls by others that were about the person. */
  readonly transcripts: readonly string[];
}

type Column<Table extends PrivacyTable> = Extract<keyof ClinicSchema[Table], string>;

export type PrivacyTable = keyof ClinicSchema;

/** Where a table stores data about patients, and what remains after a patient is erased. */
export interface Place<Name extends string = string> {
  /** A row is a person's if any of these columns contains one of their ids. */
  readonly of: Readonly<Partial<Record<Name, keyof PersonKeys>>>;
  /** `rows`: delete the rows. `hash`: see optOuts. Otherwise: the values that replace the data. */
  readonly erased: "rows" | "hash" | Readonly<Partial<Record<Name, string | number | null>>>;
  /** Texts in which anyone may be named: in every row, a mark replaces the person's name. */
  readonly texts?: readonly Name[];
  /** The same for texts that identify a row: the replacement is still unique per row, and the same in every table. */
  readonly names?: readonly Name[];
}

/** The table stores nothing about patients. */
export const noPatientData = { of: {}, erased: {} } as const;

const emptyCall = {
  patientNumber: null,
  transcriptJson: null,
  transfersJson: null,
  variablesJson: null,
  analysisJson: null,
  metadataJson: null,
};

/**
 * Must list every table of a clinic, or the code does not compile. An erased appointment keeps its time, doctor and
 * status; an erased call keeps its time, length, outcome and cost.
 */
export const privacyMap: { readonly [Table in PrivacyTable]: Place<Column<Table>> } = {
  patients: { of: { id: "patients" }, erased: { name: "", phone: "", birthDate: null, email: null } },
  appointments: {
    of: { patientId: "patients" },
    erased: { changeReason: null, callId: null },
    texts: ["changeReason"],
    names: ["callId"],
  },
  holds: { of: { callId: "calls", waitlistEntryId: "waitlist" }, erased: "rows", names: ["callId"] },
  waitlist: {
    of: { patientId: "patients", caller: "phones" },
    erased: "rows",
    names: ["callId"],
  },
  waitlistOffers: { of: { patientId: "patients" }, erased: "rows", texts: ["reason"] },
  dials: {
    of: { contactId: "contacts" },
    erased: "rows",
    texts: ["forced", "reason", "about"],
    names: ["key", "callId"],
  },
  contacts: { of: { id: "contacts" }, erased: "rows", texts: ["instructions"] },
  optOuts: { of: { phone: "phones" }, erased: "hash", texts: ["reason"] },
  outbox: {
    of: { patientId: "patients", callId: "calls" },
    erased: "rows",
    texts: ["subject", "body", "html", "calendar", "lastError"],
    names: ["key", "callId"],
  },
  calls: {
    of: { callId: "transcripts" },
    erased: emptyCall,
    texts: ["transcriptJson", "transfersJson", "variablesJson", "analysisJson", "metadataJson", "reason", "agentId"],
    names: ["callId"],
  },
  messages: { of: { phone: "phones", callId: "calls" }, erased: "rows", texts: ["name", "text"], names: ["callId"] },
  identityTries: { of: { phone: "phones", caller: "phones", callId: "calls" }, erased: "rows" },
  bookingOrigins: { of: { appointmentId: "appointments", caller: "phones" }, erased: { caller: null } },
  functionReplies: { of: { callId: "calls" }, erased: "rows", texts: ["reply"] },
  callEvents: {
    of: { callId: "transcripts" },
    erased: { body: "{}" },
    texts: ["body", "event"],
    names: ["key", "callId"],
  },
  socketDialogues: { of: { callId: "transcripts" }, erased: "rows", texts: ["state"], names: ["callId"] },
  jobs: { of: {}, erased: {}, texts: ["payload", "lastError"], names: ["key"] },
  calendarExceptions: { of: {}, erased: {}, texts: ["reason"] },
  outreachPauses: { of: {}, erased: {}, texts: ["reason"] },
  appliedOutcomes: noPatientData,
  clinicNotices: noPatientData,
  hoursPeriods: noPatientData,
  clinicPhrases: noPatientData,
  calendarFeeds: noPatientData,
  alerts: noPatientData,
  slowAnswers: noPatientData,
  busyTimes: noPatientData,
  busyWeeks: noPatientData,
  calendarEntries: noPatientData,
  privacySettings: noPatientData,
  suspensions: noPatientData,
  socketKeys: noPatientData,
  dialogueSettings: noPatientData,
  organisationAgents: noPatientData,
  outreachPolicies: noPatientData,
  phoneNumbers: noPatientData,
  doctors: noPatientData,
  weeklyHours: noPatientData,
  rooms: noPatientData,
  appointmentTypes: noPatientData,
  doctorTypes: noPatientData,
  bookingRules: noPatientData,
};

/** Referring tables first. */
export const privacyTables: readonly PrivacyTable[] = Object.keys(privacyMap)
  .filter(isPrivacyTable)
  .toSorted((one, other) => Number(other === "dials") - Number(one === "dials"));

function isPrivacyTable(name: string): name is PrivacyTable {
  return Object.hasOwn(privacyMap, name);
}

/** An erased call keeps its time, length, outcome and cost, but nothing that was said, and no number. */
const nothingSaid = {
  patientNumber: null,
  transcriptJson: null,
  transfersJson: null,
  variablesJson: null,
  analysisJson: null,
  metadataJson: null,
} as const;

type Counts = Readonly<Record<string, number>>;

export class SqlRetentionStore implements RetentionStore {
  readonly #clinic: Kysely<ClinicSchema>;
  readonly #rows: Kysely<ClinicRows>;

  /** @param rows must belong to the same clinic */
  constructor(clinic: Kysely<ClinicSchema>, rows: Kysely<ClinicRows>) {
    this.#clinic = clinic;
    this.#rows = rows;
  }

  async eraseBefore(instant: number): Promise<Counts> {
    const said = await eraseSaid(this.#rows, instant);
    const mails = await this.#clinic.deleteFrom("outbox").where("createdAt", "<", instant).executeTakeFirst();
    const dialogues = await this.#clinic
      .deleteFrom("socketDialogues")
      .where("updatedAt", "<", instant)
      .executeTakeFirst();
    const messages = await this.#clinic.deleteFrom("messages").where("createdAt", "<", instant).executeTakeFirst();
    // New entries delete expired ones, but a clinic that nobody calls gets no new entries.
    const tries = await this.#clinic.deleteFrom("identityTries").where("triedAt", "<", instant).executeTakeFirst();
    const replies = await this.#clinic.deleteFrom("functionReplies").where("askedAt", "<", instant).executeTakeFirst();
    return counted({
      ...said,
      functionReplies: Number(replies.numDeletedRows),
      identityTries: Number(tries.numDeletedRows),
      ...(await eraseCallers(this.#clinic, instant)),
      messages: Number(messages.numDeletedRows),
      outbox: Number(mails.numDeletedRows),
      socketDialogues: Number(dialogues.numDeletedRows),
    });
  }
}

/**
 * Erases the lines from which callers booked visits that are over, or joined the waitlist. They are stored for the
 * booking limits.
 */
async function eraseCallers(clinic: Kysely<ClinicSchema>, instant: number) {
  const origins = await clinic
    .updateTable("bookingOrigins")
    .set({ caller: null })
    .where("caller", "is not", null)
    .where("appointmentId", "in", (query) =>
      query.selectFrom("appointments").select("id").where("startsAt", "<", instant),
    )
    .executeTakeFirst();
  const waiting = await clinic
    .updateTable("waitlist")
    .set({ caller: null })
    .where("caller", "is not", null)
    .where("createdAt", "<", instant)
    .executeTakeFirst();
  return { bookingOrigins: Number(origins.numUpdatedRows), waitlist: Number(waiting.numUpdatedRows) };
}

/** The rows that belong to no clinic. */
export class SqlUnattributedRetention implements UnattributedRetention {
  readonly #rows: Kysely<ClinicRows>;

  constructor(rows: Kysely<ClinicRows>) {
    this.#rows = rows;
  }

  async eraseBefore(instant: number): Promise<Counts> {
    return counted(await eraseSaid(this.#rows, instant));
  }
}

async function eraseSaid(rows: Kysely<ClinicRows>, instant: number) {
  const calls = await rows
    .updateTable("calls")
    .set(nothingSaid)
    .where("calledAt", "<", instant)
    .where(anyKept(Object.keys(nothingSaid)))
    .executeTakeFirst();
  const events = await rows
    .updateTable("callEvents")
    .set({ body: "{}" })
    .where("receivedAt", "<", instant)
    .where("body", "!=", "{}")
    .executeTakeFirst();
  return { calls: Number(calls.numUpdatedRows), callEvents: Number(events.numUpdatedRows) };
}

function anyKept(columns: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`coalesce(${sql.join(columns.map((column) => sql.ref(column)))}) is not null`;
}

function counted(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
