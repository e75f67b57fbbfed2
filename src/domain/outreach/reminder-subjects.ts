import { isActive, type Appointment } from "../booking/appointment.ts";
import type { Span } from "../time/spans.ts";
import { appointmentAt } from "./call-facts.ts";
import type { Contact } from "./contact.ts";
import { newContact } from "./new-contact.ts";
import type { OutreachPolicy } from "./policy.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";

/** Whom a reminder would call, about what. */
export interface ReminderSubject {
  /** Of an appointment nobody was called about yet it is not stored, and its id is empty. */
  readonly contact: Contact;
  readonly appointment: Appointment | null;
}

const DAY_MS = 86_400_000;
/** Appointments farther ahead are left for later plans. */
const daysAhead = 7;

/** Everybody whose appointment is near or was within the last day, in the book or elsewhere; by appointment. */
export async function reminderSubjects(
  at: number,
  { leadMinutes }: Pick<OutreachPolicy, "leadMinutes">,
  { database, clinic, clock }: Pick<OutreachPorts, "database" | "clinic" | "clock">,
): Promise<readonly ReminderSubject[]> {
  const { stores } = database;
  const to = at + Math.max(0, ...leadMinutes) * 60_000 + daysAhead * DAY_MS;
  const booked = await stores.appointments.startingWithin({ from: at - DAY_MS, to });
  const contacts = await stores.contacts.list();
  const known = new Set(contacts.map(({ appointmentId }) => appointmentId));
  const subjects = storedSubjects(contacts, booked, { from: at - DAY_MS, to });
  for (const appointment of booked) {
    if (known.has(appointment.id) || !isActive(appointment) || appointment.startsAt < at) continue;
    const contact = await contactOfBooked(appointment, stores, { clinic, clock, newId: () => "" });
    if (contact !== undefined) subjects.push({ contact, appointment });
  }
  return subjects.toSorted((one, other) => (appointmentAt(one) ?? 0) - (appointmentAt(other) ?? 0));
}

/** One read of the book for all of them: a clinic's contacts of years are as many as its visits. */
function storedSubjects(contacts: readonly Contact[], booked: readonly Appointment[], span: Span): ReminderSubject[] {
  const byId = new Map(booked.map((appointment) => [appointment.id, appointment]));
  return contacts.flatMap((contact): ReminderSubject[] => {
    const { appointmentId, appointmentAt: elsewhere } = contact;
    if (appointmentId === null) {
      const isNear = elsewhere === null || (elsewhere >= span.from && elsewhere < span.to);
      return isNear ? [{ contact, appointment: null }] : [];
    }
    const appointment = byId.get(appointmentId);
    return appointment === undefined ? [] : [{ contact, appointment }];
  });
}

/**
 * The contact of an appointment in the book: its patient, who agreed by booking as far as the policy has it so. Of a
 * moved appointment it is who was called about the one before. undefined: the appointment's patient is gone.
 */
export async function contactOfBooked(
  appointment: Appointment,
  { patients, contacts }: Pick<OutreachStores, "patients" | "contacts">,
  { clinic, ...ports }: Pick<OutreachPorts, "clinic" | "clock" | "newId">,
): Promise<Contact | undefined> {
  const patient = await patients.find(appointment.patientId);
  if (patient === undefined) return undefined;
  const { name, phone, email } = patient;
  const before =
    appointment.rescheduledFrom === null ? undefined : await contacts.ofAppointment(appointment.rescheduledFrom);
  const person =
    before === undefined
      ? ({ name, phone, email, language: clinic.language, consent: true, consentBasis: "booking" } as const)
      : { name, phone: before.phone, email, ...asBefore(before) };
  return newContact({ ...person, appointmentId: appointment.id }, ports);
}

function asBefore({ language, timezone, consent, consentBasis }: Contact) {
  return { language, timezone, consent, consentBasis };
}
