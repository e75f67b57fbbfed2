import type { Appointment } from "../../booking/appointment.ts";
import { sameName } from "../../booking/patients/patient.ts";
import { canonicalJson } from "../../canonical-json.ts";
import type { Contact } from "../contact.ts";
import { newContact, optOutNumber } from "../contact-changes.ts";
import { appointmentAt } from "../reminders/outbound-variables.ts";
import type { OutreachPorts, OutreachStores } from "../ports.ts";
import { type ContactDraft, type ContactRow, problemText, readContactRow } from "./read-contact-row.ts";
import { refusedKindOf } from "../../clinic/telephone/number-kind.ts";

/** The result of a row; every row has exactly one. `failed` rows change nothing. */
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
  /** Numbers that no contact may have, each with the reason (refused-phones.ts). */
  readonly refused: ReadonlyMap<string, string>;
}

/** Reads every row before anything is written. Works inside or outside a transaction. */
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
      first === undefined ? outcome : failed(row.row, [`repeats the person and appointment of row ${first}.`]),
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
  if (startsAt <= ports.clock.now()) return failed(row, ["the appointment is in the past."]);
  const known = await knownContact(draft, booked, stores);
  const contact = await changed(known ?? newContact(fresh(draft, ports), ports), { draft, booked }, stores);
  if (known === undefined) return { kind: "created", row, contact, optOut };
  if (canonicalJson(contact) === canonicalJson(known)) return { kind: "unchanged", row, contact: known, optOut };
  return { kind: "updated", row, contact: { ...contact, updatedAt: ports.clock.now() }, optOut };
}

/** An opt-out applies to everyone imported with that number. */
async function changed(
  before: Contact,
  { draft, booked }: { readonly draft: ContactDraft; readonly booked: Appointment | undefined },
  { optOuts }: OutreachStores,
): Promise<Contact> {
  const isOptedOut = draft.optOut || (await optOuts.find(draft.phone)) !== undefined;
  const link = { appointmentId: booked?.id ?? null, appointmentAt: booked === undefined ? draft.appointmentAt : null };
  return { ...before, ...filledFields(draft), ...link, state: isOptedOut ? "opted_out" : before.state };
}

/** Finds the appointment by its id, else by the number and time. */
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

/** An empty cell keeps the known value. */
function filledFields(draft: ContactDraft): Partial<Contact> {
  const { name, phone, language, timezone, appointmentType, provider, instructions, email, consent } = draft;
  const texts = { language, timezone, appointmentType, provider, instructions, email };
  const stated = consent === null ? {} : ({ consent, consentBasis: "stated" } as const);
  return { name, phone, ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== null)), ...stated };
}

function failed(row: number, problems: readonly string[]): PlannedContact {
  return { kind: "failed", row, problems };
}

/**
 * Writes the valid rows and reports each result, in one transaction: an interrupted import leaves nothing behind.
 * Importing the same list again changes nothing.
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

/** The refused numbers, each with the reason. Read before a transaction begins, because it reads the whole fleet. */
export async function refusedPhones(
  rows: readonly ContactRow[],
  { clinic, ...ports }: Pick<OutreachPorts, "clinic" | "isRetellNumber">,
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  for (const row of rows) {
    const read = readContactRow(row, clinic);
    if (!("draft" in read) || refused.has(read.draft.phone)) continue;
    const { phone } = read.draft;
    const kind = await refusedKindOf(phone);
    if (kind !== null) refused.set(phone, `column phone: ascendia never calls a ${kind} number.`);
    if (await ports.isRetellNumber(phone)) {
      refused.set(phone, "column phone: a clinic's own number at Retell, which its agent answers.");
    }
  }
  return refused;
}
