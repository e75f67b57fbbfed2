import { isActive, type Appointment } from "../booking/appointment.ts";
import { patientPhone } from "../booking/patient-phone.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { readCallFacts } from "./call-facts.ts";
import { cancelDials } from "./cancel-dials.ts";
import { changeContact } from "./change-contact.ts";
import type { Contact } from "./contact.ts";
import { callbackKey } from "./dial/dial-key.ts";
import { isOpen } from "./dial/dial.ts";
import { nextCallAt } from "./judge-call.ts";
import { readOutreachSettings, type OutreachSettings } from "./outreach-settings.ts";
import { orderDial } from "./order-dial.ts";
import { newContact } from "./new-contact.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";

export interface CallbackRequest {
  readonly callId: string;
  /** E.164 of the patient's end of the line. */
  readonly phone: string;
  /** When they want to be called; null: they did not say. */
  readonly wantedAt: number | null;
  /** Whom that call was about, where it is known. */
  readonly contactId?: string | undefined;
}

/** `dial`: a call is planned for `at`; `staff`: the clinic's people are to call. */
export interface CallbackPromise {
  readonly by: "dial" | "staff";
  readonly at: number;
}

/** Notes that the person wants to be called, and plans the call where the rules let it happen. */
export async function requestCallback(request: CallbackRequest, ports: OutreachPorts): Promise<CallbackPromise> {
  const settings = await readOutreachSettings(ports, ports.clock.now());
  return ports.database.transact((stores) => promiseCallback(request, settings, { stores, ports }));
}

interface Surroundings {
  readonly stores: OutreachStores;
  readonly ports: Pick<OutreachPorts, "clinic" | "clock" | "newId">;
}

/** Who asks to be called later without saying when is left alone that long. */
const unsaidDelayMs = 2 * 3_600_000;

/** The same within a transaction. Asked again in the same call, a later time replaces the one before. */
export async function promiseCallback(
  request: CallbackRequest,
  settings: OutreachSettings,
  { stores, ports }: Surroundings,
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
  const judged = before === undefined ? { contact, at: wantedAt, key } : { contact, at: wantedAt, dial: before };
  const facts = await readCallFacts(judged, settings, stores);
  // The call in which they ask is not over yet, and those that were planned make way for the one they ask for.
  const at = nextCallAt({ ...facts, dials: facts.dials.filter((dial) => !isOpen(dial)) });
  const promise: CallbackPromise = at === null ? { by: "staff", at: wantedAt } : { by: "dial", at };
  if (at !== null) {
    if (before === undefined) await cancelDials([contact], { reason: "CALLBACK_REQUESTED", at: now }, stores);
    await orderDial({ contactId: contact.id, key, dueAt: at, before }, { stores, ports });
  }
  const kind = promise.by === "dial" ? "callback" : "staff_callback";
  const followUp = { kind, at: promise.at } as const;
  await stores.contacts.update(changeContact(contact, { state: "callback_requested", followUp, at: now }));
  return promise;
}

/** Whom the call was about, else the one of that number with an appointment to come, else the last known one or a new one. */
async function contactToCall(
  { contactId, phone: given }: CallbackRequest,
  { stores, ports }: Surroundings,
): Promise<Contact> {
  const named = contactId === undefined ? undefined : await stores.contacts.find(contactId);
  if (named !== undefined) return named;
  const phone = patientPhone(given);
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
  // To ask for one call is not to agree to others: a call-back needs no further consent, a reminder does.
  const consent = { consent: person.appointmentId !== null, consentBasis: "booking" } as const;
  return newContact({ ...person, ...consent, language: clinic.language }, { clock, newId });
}

/** The next appointment of anyone who has that number. */
async function nextBooked(
  phone: string,
  { stores, ports }: Surroundings,
): Promise<{ readonly appointment: Appointment; readonly name: string } | undefined> {
  const coming: { readonly appointment: Appointment; readonly name: string }[] = [];
  for (const { id, name } of await stores.patients.withPhone(phone)) {
    for (const appointment of await stores.appointments.ofPatient(id)) {
      if (isActive(appointment) && appointment.startsAt > ports.clock.now()) coming.push({ appointment, name });
    }
  }
  return coming.toSorted((one, other) => one.appointment.startsAt - other.appointment.startsAt)[0];
}
