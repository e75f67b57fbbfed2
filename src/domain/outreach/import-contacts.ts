import { AscendiaError } from "../../errors.ts";
import type { Appointment } from "../booking/appointment.ts";
import { sameName } from "../booking/patient.ts";
import { canonicalJson } from "../canonical-json.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { parseTelephone, patientPhone } from "../clinic/telephone.ts";
import { type Language, isLanguage } from "../language/language.ts";
import { isWallDate } from "../time/wall-date.ts";
import { minutesOfWallTime, minutesPerDay, wallTimeOfMinutes } from "../time/wall-time.ts";
import { instantOf, parseZone } from "../time/zoned-time.ts";
import type { Contact } from "./contact.ts";
import { newContact } from "./new-contact.ts";
import { optOutNumber } from "./opt-out.ts";
import { appointmentAt } from "./outbound-variables.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";
import { refusedPhones } from "./refused-phones.ts";

/** What the columns of an imported list hold; `ascendia help contact:import` prints this table. */
export const contactColumns = {
  name: "the person as they are called",
  phone: "with country code, or as written in the clinic's country",
  appointment_id: "an appointment of the clinic's book; or",
  appointment_date: "such as 2026-03-03, by the clinic's calendar, and",
  appointment_time: "such as 09:30, by the clinic's clock",
  appointment_type: "optional: what it is for, as it may be said on the phone",
  provider: "optional: whom the person will see",
  language: "optional: fr or en; the clinic's when empty",
  timezone: "optional: where the person lives, such as Europe/Paris; the clinic's when empty",
  instructions: "optional: what to bring or to do",
  email: "optional",
  consent: "optional: yes or no, as the person said; to have booked counts as yes where the policy says so",
  opt_out: "optional: yes when the number must not be called",
} as const;

export type ContactColumn = keyof typeof contactColumns;
export type ContactCells = Readonly<Partial<Record<ContactColumn, string>>>;

export const requiredColumns = ["name", "phone"] as const satisfies readonly ContactColumn[];

/** A row of a list; its number is as a spreadsheet counts, or the place in a JSON list. */
export interface ContactRow {
  readonly row: number;
  /** Those that are not empty. */
  readonly cells: ContactCells;
  /** What is wrong with the row as a whole; null: nothing. */
  readonly fault: string | null;
}

export interface CellProblem {
  readonly column: ContactColumn | null;
  readonly message: string;
}

export function problemText({ column, message }: CellProblem): string {
  return column === null ? message : `column ${column}: ${message}`;
}

/** A row as it was understood; null stands for an empty cell. */
export interface ContactDraft {
  readonly row: number;
  readonly name: string;
  readonly phone: string;
  readonly appointmentId: string | null;
  readonly appointmentAt: number | null;
  readonly appointmentType: string | null;
  readonly provider: string | null;
  readonly language: Language | null;
  readonly timezone: string | null;
  readonly instructions: string | null;
  readonly email: string | null;
  readonly consent: boolean | null;
  readonly optOut: boolean;
}

export type ReadRow = { readonly draft: ContactDraft } | { readonly problems: readonly CellProblem[] };

const longestText = 500;
const mailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;

/** Understands every cell, or tells everything that is wrong with the row. */
export function readContactRow({ row, cells, fault }: ContactRow, clinic: Clinic): ReadRow {
  const problems: CellProblem[] = fault === null ? [] : [{ column: null, message: fault }];
  const read = <T>(column: ContactColumn, understand: (text: string) => T): T | null => {
    const text = cells[column];
    if (text === undefined) return null;
    try {
      return understand(text);
    } catch (error) {
      if (!(error instanceof AscendiaError)) throw error;
      problems.push({
        column,
        message: [plainMessage(error), error.hint].filter((part) => part !== undefined).join(" "),
      });
      return null;
    }
  };
  const draft: ContactDraft = {
    row,
    name: read("name", plainText) ?? "",
    phone: read("phone", (text) => patientPhone(parseTelephone(text, clinic.country, "phone"))) ?? "",
    appointmentId: cells.appointment_id ?? null,
    appointmentAt: timeOf(cells, read, clinic),
    appointmentType: read("appointment_type", plainText),
    provider: read("provider", plainText),
    language: read("language", languageOf),
    timezone: read("timezone", (text) => parseZone(text)),
    instructions: read("instructions", plainText),
    email: read("email", mailOf),
    consent: read("consent", truthOf),
    optOut: read("opt_out", truthOf) ?? false,
  };
  problems.push(...missing(cells));
  return problems.length === 0 ? { draft } : { problems };
}

/** The column is named by whoever tells the problem. */
function plainMessage({ message }: AscendiaError): string {
  return message.replace(/^(?:phone|timezone): /u, "");
}

type Read = <T>(column: ContactColumn, understand: (text: string) => T) => T | null;

function timeOf({ appointment_id: id }: ContactCells, read: Read, { timezone }: Clinic): number | null {
  const date = read("appointment_date", dateOf);
  const time = read("appointment_time", wallTimeOf);
  return id !== undefined || date === null || time === null ? null : instantOf(date, time, timezone);
}

function missing(cells: ContactCells): readonly CellProblem[] {
  const needed: readonly ContactColumn[] =
    cells.appointment_id === undefined ? ["name", "phone", "appointment_date", "appointment_time"] : ["name", "phone"];
  return needed
    .filter((column) => cells[column] === undefined)
    .map((column) => ({ column, message: column.startsWith("app") ? noAppointment : "is empty." }));
}

const noAppointment = "is empty. Give date and time of the appointment, or its appointment_id.";

function plainText(text: string): string {
  const plain = text.replaceAll(/\p{C}+/gu, " ").trim();
  if (plain !== "" && plain.length <= longestText) return plain;
  throw new AscendiaError("invalid", `has no text of at most ${longestText} characters.`);
}

function dateOf(text: string): string {
  if (isWallDate(text)) return text;
  throw new AscendiaError("invalid", `"${text}" is not a date.`, { hint: "Write it as 2026-03-31." });
}

function wallTimeOf(text: string): string {
  const minutes = minutesOfWallTime(text);
  if (minutes !== undefined && minutes < minutesPerDay) return wallTimeOfMinutes(minutes);
  throw new AscendiaError("invalid", `"${text}" is not a time.`, { hint: "Write it as 09:30." });
}

function languageOf(text: string): Language {
  const language = text.toLowerCase();
  if (isLanguage(language)) return language;
  throw new AscendiaError("invalid", `"${text}" is not a language.`, { hint: "Use fr or en." });
}

function mailOf(text: string): string {
  if (mailPattern.test(text)) return text;
  throw new AscendiaError("invalid", `"${text}" is not a mail address.`);
}

const truths: Readonly<Record<string, boolean>> = {
  yes: true,
  true: true,
  oui: true,
  "1": true,
  no: false,
  false: false,
  non: false,
  "0": false,
};

function truthOf(text: string): boolean {
  const truth = truths[text.toLowerCase()];
  if (truth !== undefined) return truth;
  throw new AscendiaError("invalid", `"${text}" is neither yes nor no.`, { hint: "Write yes or no, oui or non." });
}

/** What becomes of a row. `failed` rows change nothing, and every row is one of these. */
export type PlannedContact =
  | {
      readonly kind: "created" | "updated" | "unchanged";
      readonly row: number;
      readonly contact: Contact;
      readonly optOut: boolean;
    }
  | { readonly kind: "failed"; readonly row: number; readonly problems: readonly string[] };

interface Surroundings {
  readonly stores: OutreachStores;
  readonly ports: Pick<OutreachPorts, "clinic" | "clock" | "newId">;
  /** By number why no contact may have it (refused-phones.ts). */
  readonly refused: ReadonlyMap<string, string>;
}

/** Reads every row before anything is written. Within or without a transaction. */
export async function planImport(
  rows: readonly ContactRow[],
  around: Surroundings,
): Promise<readonly PlannedContact[]> {
  const planned: PlannedContact[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const read = readContactRow(row, around.ports.clinic);
    const outcome =
      "draft" in read ? await planRow(read.draft, around) : failed(row.row, read.problems.map(problemText));
    const key = outcome.kind === "failed" ? null : keyOf(outcome.contact);
    const first = key === null ? undefined : seen.get(key);
    if (key !== null && first === undefined) seen.set(key, row.row);
    planned.push(
      first === undefined ? outcome : failed(row.row, [`is about the same person and appointment as row ${first}.`]),
    );
  }
  return planned;
}

function keyOf({ appointmentId, phone, appointmentAt: at }: Contact): string {
  return appointmentId ?? `${phone} ${at ?? ""}`;
}

async function planRow(draft: ContactDraft, { stores, ports, refused }: Surroundings): Promise<PlannedContact> {
  const { row, optOut } = draft;
  const problem = refused.get(draft.phone);
  if (problem !== undefined) return failed(row, [problem]);
  const booked = await bookedFor(draft, stores);
  const startsAt = booked?.startsAt ?? draft.appointmentAt;
  if (startsAt === null) {
    return failed(row, [`column appointment_id: the clinic's book has no appointment "${draft.appointmentId ?? ""}".`]);
  }
  if (startsAt <= ports.clock.now()) return failed(row, ["the appointment is past."]);
  const known = await knownContact(draft, booked, stores);
  const contact = await changed(known ?? newContact(fresh(draft, ports), ports), { draft, booked }, stores);
  if (known === undefined) return { kind: "created", row, contact, optOut };
  if (canonicalJson(contact) === canonicalJson(known)) return { kind: "unchanged", row, contact: known, optOut };
  return { kind: "updated", row, contact: { ...contact, updatedAt: ports.clock.now() }, optOut };
}

/** An opt-out holds for whoever is imported with the number. */
async function changed(
  before: Contact,
  { draft, booked }: { readonly draft: ContactDraft; readonly booked: Appointment | undefined },
  { optOuts }: OutreachStores,
): Promise<Contact> {
  const isOptedOut = draft.optOut || (await optOuts.find(draft.phone)) !== undefined;
  const link = { appointmentId: booked?.id ?? null, appointmentAt: booked === undefined ? draft.appointmentAt : null };
  return { ...before, ...given(draft), ...link, state: isOptedOut ? "opted_out" : before.state };
}

/** By its id, else the one that somebody of that number has at that time. */
async function bookedFor(
  draft: ContactDraft,
  { appointments, patients }: OutreachStores,
): Promise<Appointment | undefined> {
  if (draft.appointmentId !== null) return appointments.find(draft.appointmentId);
  const found: { readonly appointment: Appointment; readonly name: string }[] = [];
  for (const { id, name } of await patients.withPhone(draft.phone)) {
    for (const appointment of await appointments.ofPatient(id)) {
      if (appointment.startsAt === draft.appointmentAt) found.push({ appointment, name });
    }
  }
  const named = found.find(({ name }) => sameName(name, draft.name));
  return (named ?? (found.length === 1 ? found[0] : undefined))?.appointment;
}

async function knownContact(
  { phone, appointmentAt: wanted }: ContactDraft,
  booked: Appointment | undefined,
  { contacts }: OutreachStores,
): Promise<Contact | undefined> {
  const ofBooked = booked === undefined ? undefined : await contacts.ofAppointment(booked.id);
  if (ofBooked !== undefined) return ofBooked;
  const startsAt = booked?.startsAt ?? wanted;
  return (await contacts.withPhone(phone)).find(
    (contact) => appointmentAt({ contact, appointment: null }) === startsAt,
  );
}

function fresh({ name, phone }: ContactDraft, { clinic }: Surroundings["ports"]) {
  return { name, phone, language: clinic.language, consent: true, consentBasis: "booking" } as const;
}

/** An empty cell leaves what is known. */
function given(draft: ContactDraft): Partial<Contact> {
  const { name, phone, language, timezone, appointmentType, provider, instructions, email, consent } = draft;
  const texts = { language, timezone, appointmentType, provider, instructions, email };
  const stated = consent === null ? {} : ({ consent, consentBasis: "stated" } as const);
  return { name, phone, ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== null)), ...stated };
}

function failed(row: number, problems: readonly string[]): PlannedContact {
  return { kind: "failed", row, problems };
}

/**
 * Writes the rows that can be written and tells what became of each, in one transaction: a list that was interrupted was
 * not begun. Imported again it changes nothing.
 */
export async function importContacts(
  rows: readonly ContactRow[],
  ports: OutreachPorts,
): Promise<readonly PlannedContact[]> {
  const refused = await refusedPhones(rows, ports);
  return ports.database.transact(async (stores) => {
    const planned = await planImport(rows, { stores, ports, refused });
    for (const outcome of planned) {
      if (outcome.kind === "failed") continue;
      if (outcome.kind === "created") await stores.contacts.add(outcome.contact);
      if (outcome.kind === "updated") await stores.contacts.update(outcome.contact);
      if (!outcome.optOut) continue;
      const { phone } = outcome.contact;
      const reason = `row ${outcome.row} of an imported list`;
      await optOutNumber({ phone, source: "import", callId: null, reason, createdAt: ports.clock.now() }, stores);
    }
    return planned;
  });
}
