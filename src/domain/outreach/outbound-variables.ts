import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { Appointment } from "../booking/appointment.ts";
import { bookingPhrases } from "../booking/phrases.ts";
import { doctorSaid, type SpokenContext } from "../booking/spoken-context.ts";
import type { CallerFacts } from "../call/caller-facts.ts";
import { callerVariables, spokenPhrases, type DynamicVariables, type Phrases } from "../call/caller-variables.ts";
import { AscendiaError } from "../errors.ts";
import type { Translated } from "../language/language.ts";
import { spokenDate, spokenTimeAt } from "../language/spoken-date.ts";
import { dateAt } from "../time/zoned-time.ts";
import type { Contact } from "./contact.ts";

type CalledContact = Pick<
  Contact,
  "name" | "language" | "appointmentAt" | "appointmentType" | "provider" | "instructions"
>;

/** A call that reminds somebody of an appointment. */
export interface ReminderCall {
  readonly contact: CalledContact;
  /** null: it is kept elsewhere, and the contact's own words tell of it. */
  readonly appointment: Pick<Appointment, "id" | "doctorId" | "startsAt"> | null;
  /** Name of the appointment's type in the clinic's book. */
  readonly typeName: string | null;
}

/** What a reminder says in the place of the inbound call's own words. */
const reminderWords = { greeting: "reminder_greeting", goodbye: "reminder_goodbye" } as const;

/**
 * Every variable of an outbound call: all those of an inbound one, in the contact's language, and those of the
 * appointment, worded for speech by the clinic's clocks. @throws invalid when nobody knows when the appointment is
 */
export function outboundVariables(
  call: ReminderCall,
  facts: CallerFacts,
  { phrases, now }: { readonly phrases: Phrases; readonly now: number },
): DynamicVariables {
  const { language } = call.contact;
  const inTheirLanguage = { ...facts, clinic: { ...facts.clinic, language } };
  const base = callerVariables(inTheirLanguage, phrases, dateAt(now, facts.clinic.timezone));
  const variables = { ...base, ...reminderVariables(call, inTheirLanguage) };
  const spoken = spokenPhrases(phrases[language], variables);
  const replaced = Object.entries(reminderWords).map(([key, own]): [string, string] => [
    `phrase_${key}`,
    spoken[`phrase_${own}`] ?? "",
  ]);
  return { ...variables, ...spoken, ...Object.fromEntries(replaced) };
}

/** Who is asked for where only the number is known. */
const nameless: Translated = {
  fr: "la personne à qui appartient ce numéro",
  en: "the person to whom this number belongs",
};

/** Variables that outbound calls alone have; `call_purpose` is empty in all others. */
function reminderVariables(call: ReminderCall, { clinic, doctors, phoneNumber }: CallerFacts) {
  const { contact, appointment } = call;
  const { timezone: zone } = clinic;
  const { language } = contact;
  const startsAt = timeOf(call);
  return {
    call_purpose: "reminder",
    customer_name: contact.name.trim() === "" ? nameless[language] : contact.name,
    business_name: clinic.name,
    appointment_date: spokenDate(dateAt(startsAt, zone), language),
    appointment_time: spokenTimeAt(startsAt, zone, language),
    appointment_type: call.typeName ?? contact.appointmentType ?? "",
    provider_name: providerOf(call, { language, zone, doctors }),
    special_instructions: asSentence(contact.instructions ?? ""),
    callback_number: spokenNumber(phoneNumber ?? clinic.phone ?? "", clinic.country),
    appointment_id: appointment?.id ?? "",
    appointment_doctor_id: appointment?.doctorId ?? "",
  } as const satisfies DynamicVariables;
}

export type ReminderVariable = keyof ReturnType<typeof reminderVariables>;

function timeOf({ contact, appointment }: ReminderCall): number {
  const startsAt = appointment?.startsAt ?? contact.appointmentAt;
  if (startsAt !== null) return startsAt;
  throw new AscendiaError("invalid", "Nobody can be reminded of an appointment whose time is unknown.", {
    hint: "Give the contact an appointment time, or link it to an appointment of the clinic.",
  });
}

/** The book knows better than an import who the doctor is. */
function providerOf({ contact, appointment }: ReminderCall, context: SpokenContext): string {
  if (appointment !== null) return doctorSaid(appointment.doctorId, context);
  return contact.provider ?? bookingPhrases[context.language].aDoctor;
}

/** As a person of that country says it, in groups. */
function spokenNumber(number: string, country: string): string {
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined) return number;
  return parsed.country === country ? parsed.formatNational() : parsed.formatInternational();
}

/** It is spoken between other sentences. */
function asSentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?…]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}
