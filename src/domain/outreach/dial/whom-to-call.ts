import { isActive } from "../../booking/appointment.ts";
import { patientPhone } from "../../booking/patient-phone.ts";
import { AscendiaError } from "../../errors.ts";
import { foldText } from "../../language/fold-text.ts";
import type { Contact } from "../contact.ts";
import { newContact } from "../new-contact.ts";
import type { OutreachPorts } from "../ports.ts";

/** Whom an operator names: a contact, or a number and, where people share it, a name. */
export type Callee = { readonly contactId: string } | { readonly phone: string; readonly name: string | null };

/** Somebody with an appointment to come. */
export interface FoundCallee {
  readonly contact: Contact;
  /** Not stored yet. */
  readonly isNew: boolean;
  readonly appointmentAt: number;
}

type CalleePorts = Pick<OutreachPorts, "clinic" | "database" | "clock" | "newId">;

/** @throws not_found; invalid when there is no appointment to come, conflict when several people are meant */
export async function whomToCall(callee: Callee, ports: CalleePorts): Promise<FoundCallee> {
  if ("contactId" in callee) return ofContact(callee.contactId, ports);
  const phone = patientPhone(callee.phone);
  const found = [...(await amongContacts(phone, ports)), ...(await amongPatients(phone, ports))];
  const named = found.filter(({ contact }) => isNamed(contact, callee.name));
  const [first] = named.toSorted((one, other) => one.appointmentAt - other.appointmentAt);
  if (first === undefined) throw noAppointment("Nobody with that number has");
  const people = new Set(named.map(({ contact }) => foldText(contact.name)));
  if (people.size <= 1) return first;
  throw new AscendiaError("conflict", `${people.size} people with that number have an appointment to come.`, {
    hint: "Name one of them with --name, or a contact with --contact.",
  });
}

async function ofContact(contactId: string, ports: CalleePorts): Promise<FoundCallee> {
  const contact = await ports.database.stores.contacts.find(contactId);
  if (contact === undefined) {
    throw new AscendiaError("not_found", `The clinic has no contact ${contactId}.`, {
      hint: `See them with: ascendia contact:list --clinic ${ports.clinic.slug}`,
    });
  }
  const appointmentAt = await comingAt(contact, ports);
  if (appointmentAt === null) throw noAppointment("The contact does not have");
  return { contact, isNew: false, appointmentAt };
}

async function amongContacts(phone: string, ports: CalleePorts): Promise<readonly FoundCallee[]> {
  const found: FoundCallee[] = [];
  for (const contact of await ports.database.stores.contacts.withPhone(phone)) {
    const appointmentAt = await comingAt(contact, ports);
    if (appointmentAt !== null) found.push({ contact, isNew: false, appointmentAt });
  }
  return found;
}

/** Patients whose appointments nobody was called about yet. */
async function amongPatients(phone: string, ports: CalleePorts): Promise<readonly FoundCallee[]> {
  const { patients, appointments, contacts } = ports.database.stores;
  const found: FoundCallee[] = [];
  for (const patient of await patients.withPhone(phone)) {
    for (const { id, startsAt, ...appointment } of await appointments.ofPatient(patient.id)) {
      if (startsAt <= ports.clock.now() || !isActive({ id, startsAt, ...appointment })) continue;
      if ((await contacts.ofAppointment(id)) !== undefined) continue;
      const { name, email } = patient;
      const known = { name, phone, email, appointmentId: id, language: ports.clinic.language };
      const contact = newContact({ ...known, consent: true, consentBasis: "booking" }, ports);
      found.push({ contact, isNew: true, appointmentAt: startsAt });
    }
  }
  return found;
}

async function comingAt(contact: Contact, { database, clock }: CalleePorts): Promise<number | null> {
  const { appointmentId } = contact;
  const appointment = appointmentId === null ? undefined : await database.stores.appointments.find(appointmentId);
  if (appointment !== undefined && !isActive(appointment)) return null;
  const startsAt = appointment?.startsAt ?? contact.appointmentAt;
  return startsAt !== null && startsAt > clock.now() ? startsAt : null;
}

function isNamed({ name }: Contact, wanted: string | null): boolean {
  return wanted === null || foldText(name) === foldText(wanted);
}

function noAppointment(who: string): AscendiaError {
  return new AscendiaError("invalid", `NO_APPOINTMENT: ${who} an appointment to come, so there is nothing to say.`, {
    hint: "Book one (ascendia appointment:book), or import the contact with its appointment (ascendia contact:import).",
  });
}
