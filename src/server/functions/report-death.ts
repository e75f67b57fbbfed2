import { warmHolidays } from "../../domain/booking/calendar/clinic-calendar.ts";
import { patientPhone } from "../../domain/clinic/telephone/telephone.ts";
import type { Translated } from "../../domain/language/language.ts";
import { takeMessage } from "../../domain/mail/contents/take-message.ts";
import { type Deceased, recordDeath } from "../../domain/outreach/contact-changes.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { FunctionContext } from "./function-context.ts";
import { readArgument } from "./read-argument.ts";

/**
 * In a call from the clinic, the person who answers says that the patient has died. Calls about the patient stop, and
 * the team gets a message asking it to verify this, because anyone may have said it.
 */
export async function reportDeath(context: FunctionContext): Promise<FunctionAnswer> {
  const { bookings, request } = context;
  const person = await calledPerson(context);
  if (person === undefined) return { message: "", recorded: "false" };
  for (const offer of await bookings.database.stores.offered.open()) await warmHolidays(offer, bookings);
  const coming = await bookings.database.transact((stores) => recordDeath(person, stores, bookings));
  const { callId, clinic } = request;
  const text = messages[clinic.language](person.name, coming);
  const message = await takeMessage({ callId, name: null, phone: person.phone, text, urgency: "normal" }, bookings);
  if (message !== undefined) bookings.noteMessage?.(message.urgency);
  return { message: noMoreCalls[context.spoken.language], recorded: "true" };
}

/** The person that the call asks for, at the dialled number. */
async function calledPerson({ bookings, request }: FunctionContext): Promise<Deceased | undefined> {
  const { args, isOutbound, callerNumber } = request;
  if (!isOutbound || callerNumber === null) return undefined;
  const { contacts, offered, patients } = bookings.database.stores;
  const phone = patientPhone(callerNumber);
  const known = await contacts.withPhone(phone);
  const offer = await offered.find(readArgument(args, "offer_id") ?? "");
  const waiting = offer === undefined ? undefined : await patients.find(offer.patientId);
  if (waiting?.phone === phone) return { name: waiting.name, phone, language: bookings.clinic.language };
  const appointmentId = readArgument(args, "appointment_id");
  return known.find((contact) => contact.appointmentId === (appointmentId ?? null)) ?? known.at(-1);
}

const noMoreCalls: Translated = {
  fr: "La clinique n'appellera plus à ce sujet. Au revoir.",
  en: "The clinic will not call about this again. Goodbye.",
  es: "La clínica ya no va a llamar por este motivo. Hasta luego.",
};

const messages: Translated<(name: string, coming: number) => string> = {
  fr: (name, coming) =>
    `Pendant un appel de la clinique, la personne qui a répondu a dit que le patient ${name} est décédé. Les rappels de ce patient sont arrêtés. À vérifier ; rendez-vous à venir : ${coming}.`,
  en: (name, coming) =>
    `In a call that the clinic made, the person who answered said that the patient ${name} has died. All reminders of this patient have ended. Please verify; upcoming appointments: ${coming}.`,
  es: (name, coming) =>
    `En una llamada que hizo la clínica, la persona que contestó dijo que el paciente ${name} falleció. Ya no habrá recordatorios para este paciente. Por favor verifique; citas pendientes: ${coming}.`,
};
