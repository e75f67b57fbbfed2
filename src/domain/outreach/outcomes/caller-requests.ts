import { HOUR_MS } from "../../../clock.ts";
import { type Appointment, isActive, moveAppointment } from "../../booking/appointment.ts";
import type { Patient } from "../../booking/ports.ts";
import type { Call } from "../../call/call.ts";
import { foundOut } from "../../call/events/call-analysis.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import { patientPhone } from "../../clinic/telephone/telephone.ts";
import { isWallDate } from "../../time/wall-date.ts";
import { minutesOfWallTime } from "../../time/wall-time.ts";
import { instantOf } from "../../time/zoned-time.ts";
import { callbackKey, isOpen } from "../attempt.ts";
import { cancelAttempts, newContact } from "../contact-changes.ts";
import { type Contact, changeContact } from "../contact.ts";
import { readCallFacts } from "../reminders/outbound-variables.ts";
import { type OutreachSettings, readOutreachSettings } from "../outreach-settings.ts";
import type { OutreachPorts, OutreachStores } from "../ports.ts";
import { nextCallAt } from "../reminders/rules.ts";
import { orderAttempt } from "../reminders/plan-reminders.ts";

const pattern = /^(?<date>\d{4}-\d{2}-\d{2})T(?<time>\d{2}:\d{2})/u;

/** When the caller wants a call, by the clinic's clock, from the call's analysis; null: no usable time. */
export function callbackTime({ analysisJson }: Pick<Call, "analysisJson">, { timezone }: Pick<Clinic, "timezone">) {
  const { date, time } = pattern.exec(foundOut(analysisJson, "callback_time") ?? "")?.groups ?? {};
  if (date === undefined || time === undefined) return null;
  return isWallDate(date) && minutesOfWallTime(time) !== undefined ? instantOf(date, time, timezone) : null;
}

/** A caller confirms that they will come. */
interface Confirmation {
  /** null: the appointment is kept elsewhere, and the number identifies the contact. */
  readonly appointmentId: string | null;
  /** The number that the clinic called; null: the call was inbound. */
  readonly dialled: string | null;
  /** The patient the caller proved to be; null: not asked, or not proven. */
  readonly patient: Pick<Patient, "id"> | null;
}

export type Confirmed =
  | { readonly kind: "confirmed"; readonly startsAt: number; readonly repeated: boolean }
  /** Cancelled, moved or past: there is nothing to confirm. */
  | { readonly kind: "not_active"; readonly startsAt: number }
  /** Not an appointment of this person. */
  | { readonly kind: "unknown" };

/** Confirms the appointment in the book and with its contact, both together. */
export async function confirmByCaller(confirmation: Confirmation, ports: OutreachPorts): Promise<Confirmed> {
  const dialled = confirmation.dialled === null ? null : patientPhone(confirmation.dialled);
  const { appointmentId } = confirmation;
  return ports.database.transact((stores) =>
    appointmentId === null
      ? confirmContact(dialled, stores, ports)
      : confirmBooked({ ...confirmation, dialled, appointmentId }, stores, ports),
  );
}

async function confirmBooked(
  { dialled, patient, appointmentId }: Confirmation & { readonly appointmentId: string },
  stores: OutreachStores,
  ports: Pick<OutreachPorts, "clock">,
): Promise<Confirmed> {
  const appointment = await stores.appointments.find(appointmentId);
  const contact = await stores.contacts.ofAppointment(appointmentId);
  if (appointment === undefined) return { kind: "unknown" };
  const isCalled = dialled !== null && contact?.phone === dialled;
  if (!isCalled && patient?.id !== appointment.patientId) return { kind: "unknown" };
  const { startsAt, status } = appointment;
  const at = ports.clock.now();
  if (!isActive(appointment) || startsAt <= at) return { kind: "not_active", startsAt };
  if (status === "scheduled")
    await stores.appointments.update(moveAppointment(appointment, { status: "confirmed", at }));
  if (contact !== undefined) await settle(contact, at, stores);
  return { kind: "confirmed", startsAt, repeated: status === "confirmed" };
}

/** For an appointment kept elsewhere: confirms the next one for which the number was called. */
async function confirmContact(
  dialled: string | null,
  stores: OutreachStores,
  { clock }: Pick<OutreachPorts, "clock">,
): Promise<Confirmed> {
  const at = clock.now();
  const known = dialled === null ? [] : await stores.contacts.withPhone(dialled);
  const [next] = known
    .flatMap((contact) => {
      const { appointmentAt: startsAt } = contact;
      return startsAt === null || startsAt <= at ? [] : [{ contact, startsAt }];
    })
    .toSorted((one, other) => one.startsAt - other.startsAt);
  if (next === undefined) return { kind: "unknown" };
  const { contact, startsAt } = next;
  if (contact.state === "cancelled" || contact.state === "rescheduled") return { kind: "not_active", startsAt };
  await settle(contact, at, stores);
  return { kind: "confirmed", startsAt, repeated: contact.state === "confirmed" };
}

async function settle(contact: Contact, at: number, { contacts }: OutreachStores): Promise<void> {
  if (contact.state !== "confirmed") await contacts.update(changeContact(contact, { state: "confirmed", at }));
}

interface CallbackRequest {
  readonly callId: string;
  /** The patient's number, E.164. */
  readonly phone: string;
  /** When they want to be called; null: they named no time. */
  readonly wantedAt: number | null;
  /** The contact of that call, if known. */
  readonly contactId?: string | undefined;
}

/** `dial`: a call is planned for `at`; `staff`: the clinic's staff must call. */
interface CallbackPromise {
  readonly by: "dial" | "staff";
  readonly at: number;
}

/** Records that the person wants a call, and plans it if the rules allow. */
export async function requestCallback(request: CallbackRequest, ports: OutreachPorts): Promise<CallbackPromise> {
  const settings = await readOutreachSettings(ports, ports.clock.now());
  return ports.database.transact((stores) => promiseCallback(request, settings, { stores, ports }));
}

interface CallbackContext {
  readonly stores: OutreachStores;
  readonly ports: Pick<OutreachPorts, "clinic" | "clock" | "newId">;
}

/** Delay before calling someone who asked for a later call but named no time. */
const unsaidDelayMs = 2 * HOUR_MS;

/** Like `requestCallback`, within a transaction. A second request in the same call replaces the time of the first. */
export async function promiseCallback(
  request: CallbackRequest,
  settings: OutreachSettings,
  { stores, ports }: CallbackContext,
): Promise<CallbackPromise> {
  const now = ports.clock.now();
  const key = callbackKey(request.callId);
  const before = await stores.dials.withKey(key);
  const contact = await contactToCall(
    { ...request, contactId: before?.contactId ?? request.contactId },
    { stores, ports },
  );
  const wantedAt = Math.max(request.wantedAt ?? now + unsaidDelayMs, now);
  if (before !== undefined && (before.state !== "planned" || request.wantedAt === null)) {
    return { by: "dial", at: before.dueAt };
  }
  const judged = before === undefined ? { contact, at: wantedAt, key } : { contact, at: wantedAt, attempt: before };
  const facts = await readCallFacts(judged, settings, stores);
  // The current call is not over yet, and planned calls give way to the one being asked for.
  const at = nextCallAt({ ...facts, dials: facts.dials.filter((attempt) => !isOpen(attempt)) });
  const promise: CallbackPromise = at === null ? { by: "staff", at: wantedAt } : { by: "dial", at };
  if (at !== null) {
    if (before === undefined) await cancelAttempts([contact], { reason: "CALLBACK_REQUESTED", at: now }, stores);
    await orderAttempt({ contactId: contact.id, key, dueAt: at, before }, { stores, ports });
  }
  const kind = promise.by === "dial" ? "callback" : "staff_callback";
  const followUp = { kind, at: promise.at } as const;
  await stores.contacts.update(changeContact(contact, { state: "callback_requested", followUp, at: now }));
  return promise;
}

/** The call's contact, else one with that number and an upcoming appointment, else the latest one or a new one. */
async function contactToCall(
  { contactId, phone: rawPhone }: CallbackRequest,
  { stores, ports }: CallbackContext,
): Promise<Contact> {
  const named = contactId === undefined ? undefined : await stores.contacts.find(contactId);
  if (named !== undefined) return named;
  const phone = patientPhone(rawPhone);
  const known = await stores.contacts.withPhone(phone);
  const booked = await nextBooked(phone, { stores, ports });
  const ofBooked = booked === undefined ? undefined : await stores.contacts.ofAppointment(booked.appointment.id);
  const now = ports.clock.now();
  const elsewhere = known.find(({ appointmentAt }) => appointmentAt !== null && appointmentAt > now);
  const found = ofBooked ?? elsewhere ?? (booked === undefined ? known.at(-1) : undefined);
  if (found !== undefined) return found;
  const contact = contactOf({ phone, name: booked?.name ?? "", appointmentId: booked?.appointment.id ?? null }, ports);
  await stores.contacts.add(contact);
  return contact;
}

function contactOf(
  person: Pick<Contact, "phone" | "name" | "appointmentId">,
  { clinic, clock, newId }: { readonly clinic: Pick<Clinic, "language"> } & Pick<OutreachPorts, "clock" | "newId">,
): Contact {
  // Asking for one call does not imply consent to others: a callback needs no further consent, a reminder does.
  const consent = { consent: person.appointmentId !== null, consentBasis: "booking" } as const;
  return newContact({ ...person, ...consent, language: clinic.language }, { clock, newId });
}

/** The next appointment of anyone with that number. */
async function nextBooked(
  phone: string,
  { stores, ports }: CallbackContext,
): Promise<{ readonly appointment: Appointment; readonly name: string } | undefined> {
  const coming: { readonly appointment: Appointment; readonly name: string }[] = [];
  for (const { id, name } of await stores.patients.withPhone(phone)) {
    for (const appointment of await stores.appointments.ofPatient(id)) {
      if (isActive(appointment) && appointment.startsAt > ports.clock.now()) coming.push({ appointment, name });
    }
  }
  return coming.toSorted((one, other) => one.appointment.startsAt - other.appointment.startsAt)[0];
}
