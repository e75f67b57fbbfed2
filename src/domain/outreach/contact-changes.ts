import { AscendiaError } from "../../errors.ts";
import { sameName } from "../booking/patients/patient.ts";
import { refusedKindOf } from "../clinic/telephone/number-kind.ts";
import type { Language } from "../language/language.ts";
import { assertSayableName } from "../language/plain-text.ts";
import { type Contact, changeContact } from "./contact.ts";
import type { OutreachPorts, OutreachStores, OptOut } from "./ports.ts";
import { patientPhone } from "../clinic/telephone/telephone.ts";
import type { BookingPorts, Patient } from "../booking/ports.ts";
import { isActive } from "../booking/appointment.ts";
import { leaveWaitlist } from "../booking/visits/waitlist.ts";
import { type CallAttempt, canBecome } from "./attempt.ts";

export interface ContactRequest extends Pick<
  Contact,
  "appointmentAt" | "appointmentType" | "provider" | "instructions" | "email"
> {
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  readonly language: Language | null;
  /** How the person agreed to be called; null: not asked. */
  readonly consent: string | null;
}

export interface AddedContact {
  readonly contact: Contact;
  readonly repeated: boolean;
}

/** @throws invalid for a number that is never called, or an appointment in the past */
export async function addContact(request: ContactRequest, ports: OutreachPorts): Promise<AddedContact> {
  await assertCallable(request, ports);
  return ports.database.transact(async (stores) => {
    const added = await contactOf(request, stores, ports);
    if (!added.repeated) await stores.contacts.add(added.contact);
    return added;
  });
}

/** Returns and throws what `addContact` would; changes nothing. */
export async function planContact(request: ContactRequest, ports: OutreachPorts): Promise<AddedContact> {
  await assertCallable(request, ports);
  return contactOf(request, ports.database.stores, ports);
}

async function contactOf(
  { consent, language, ...person }: ContactRequest,
  { contacts, optOuts }: Pick<OutreachStores, "contacts" | "optOuts">,
  ports: OutreachPorts,
): Promise<AddedContact> {
  const known = (await contacts.withPhone(person.phone)).find(
    ({ name, appointmentAt }) => sameName(name, person.name) && appointmentAt === person.appointmentAt,
  );
  if (known !== undefined) return { contact: known, repeated: true };
  const isOptedOut = (await optOuts.find(person.phone)) !== undefined;
  const stated = {
    consent: consent !== null,
    consentBasis: "stated",
    state: isOptedOut ? "opted_out" : "open",
  } as const;
  return {
    contact: newContact({ ...person, language: language ?? ports.clinic.language, ...stated }, ports),
    repeated: false,
  };
}

async function assertCallable({ name, phone, appointmentAt }: ContactRequest, ports: OutreachPorts): Promise<void> {
  assertSayableName(name, "--name");
  const kind = await refusedKindOf(phone);
  const hint = "Use the person's own number.";
  if (kind !== null) throw new AscendiaError("invalid", `--phone: ascendia never calls a ${kind} number.`, { hint });
  if (await ports.isRetellNumber(phone)) {
    throw new AscendiaError("invalid", "--phone: a clinic's own number at Retell, which its agent answers.", { hint });
  }
  if (appointmentAt === null || appointmentAt > ports.clock.now()) return;
  throw new AscendiaError("invalid", "--at: the appointment is in the past.", { hint: "Leave --at out." });
}

interface OptedOut {
  /** Whether this opt-out is new. */
  readonly isNew: boolean;
  readonly contacts: number;
  readonly cancelledCalls: number;
}

/** From now on the clinic does not call the number, whoever answers it. Runs in a transaction. */
export async function optOutNumber(
  optOut: OptOut,
  stores: Pick<OutreachStores, "contacts" | "dials" | "optOuts">,
): Promise<OptedOut> {
  const phone = patientPhone(optOut.phone);
  const at = optOut.createdAt;
  const isNew = await stores.optOuts.add({ ...optOut, phone });
  const contacts = await stores.contacts.withPhone(phone);
  for (const contact of contacts) {
    if (contact.state !== "opted_out") await stores.contacts.update(changeContact(contact, { state: "opted_out", at }));
  }
  const cancelledCalls = await cancelAttempts(contacts, { reason: "OPTED_OUT", at }, stores);
  return { isNew, contacts: contacts.length, cancelledCalls };
}

/** Staff learned that the number may be called again; its contacts become open. Runs in a transaction. */
export async function undoOptOut(
  number: string,
  at: number,
  stores: Pick<OutreachStores, "contacts" | "optOuts">,
): Promise<{ readonly wasOptedOut: boolean; readonly contacts: number }> {
  const phone = patientPhone(number);
  const isRemoved = await stores.optOuts.remove(phone);
  const marked = (await stores.contacts.withPhone(phone)).filter(
    ({ state }) => state === "opted_out" || state === "deceased",
  );
  for (const contact of marked) await stores.contacts.update({ ...contact, state: "open", updatedAt: at });
  return { wasOptedOut: isRemoved || marked.length > 0, contacts: marked.length };
}

export type Deceased = Pick<Contact, "name" | "phone" | "language">;

/**
 * A caller said that the patient has died: no more calls about them go out, and they leave the waitlist. Appointments
 * stay until staff have verified the death. Runs in a transaction. @returns the upcoming appointments
 */
export async function recordDeath(person: Deceased, stores: OutreachStores, ports: OutreachPorts): Promise<number> {
  const at = ports.clock.now();
  const known = (await stores.contacts.withPhone(person.phone)).filter(({ name }) => sameName(name, person.name));
  for (const contact of known) await stores.contacts.update(changeContact(contact, { state: "deceased", at }));
  if (known.length === 0) {
    const contact = newContact({ ...person, consent: false, consentBasis: "stated", state: "deceased" }, ports);
    await stores.contacts.add(contact);
  }
  await cancelAttempts(known, { reason: "DECEASED", at }, stores);
  const patients = await patientsNamed(person, stores);
  const waiting = (await stores.waitlist.inLine()).filter(({ patientId }) =>
    patients.some(({ id }) => id === patientId),
  );
  for (const { id } of waiting) await leaveWaitlist(id, stores, ports);
  return comingOf(patients, stores, ports);
}

async function patientsNamed({ name, phone }: Deceased, { patients }: OutreachStores): Promise<readonly Patient[]> {
  return (await patients.withPhone(phone)).filter((patient) => sameName(patient.name, name));
}

async function comingOf(
  patients: readonly Patient[],
  { appointments }: OutreachStores,
  { clock }: Pick<BookingPorts, "clock">,
): Promise<number> {
  const all = await Promise.all(patients.map(({ id }) => appointments.ofPatient(id)));
  return all.flat().filter((each) => isActive(each) && each.startsAt > clock.now()).length;
}

interface Cancelling {
  readonly reason: string;
  readonly at: number;
  /** Default: every planned call. */
  readonly which?: (attempt: CallAttempt) => boolean;
}

/** Cancels planned calls. @returns how many */
export async function cancelAttempts(
  contacts: readonly Pick<Contact, "id">[],
  { reason, at, which = () => true }: Cancelling,
  { dials }: Pick<OutreachStores, "dials">,
): Promise<number> {
  let cancelled = 0;
  for (const { id } of contacts) {
    for (const attempt of await dials.ofContact(id)) {
      if (attempt.state !== "planned" || !canBecome(attempt.state, "failed") || !which(attempt)) continue;
      await dials.update({ ...attempt, state: "failed", reason, endedAt: at, updatedAt: at });
      cancelled += 1;
    }
  }
  return cancelled;
}

type Person = Pick<Contact, "name" | "phone" | "language" | "consent" | "consentBasis"> & Partial<Contact>;

/** A contact with nothing settled; fields that are left out are unknown. */
export function newContact(person: Person, { clock, newId }: Pick<OutreachPorts, "clock" | "newId">): Contact {
  const now = clock.now();
  return {
    id: newId(),
    timezone: null,
    appointmentId: null,
    appointmentAt: null,
    appointmentType: null,
    provider: null,
    instructions: null,
    email: null,
    state: "open",
    followUp: null,
    followUpAt: null,
    createdAt: now,
    updatedAt: now,
    ...person,
  };
}
