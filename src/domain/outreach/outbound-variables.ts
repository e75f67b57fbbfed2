import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import * as z from "zod";
import { AscendiaError } from "../../errors.ts";
import type { Appointment } from "../booking/appointment.ts";
import { bookingPhrases } from "../booking/phrases.ts";
import { type SpokenContext, doctorSaid } from "../booking/speech.ts";
import type { Call } from "../call/call.ts";
import {
  type CallerFacts,
  type DynamicVariables,
  type Phrases,
  callerVariables,
  spokenPhrases,
} from "../call/caller-variables.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { type RefusedKind, refusedKindOf } from "../clinic/number-kind.ts";
import type { Translated } from "../language/language.ts";
import { oneLine } from "../language/plain-text.ts";
import { spokenDate, spokenTimeAt } from "../language/spoken-date.ts";
import { dateAt } from "../time/zoned-time.ts";
import { type CallAttempt, type CallPurpose, purposeOf, wasAsked } from "./attempt/attempt.ts";
import type { CallHours } from "./call-hours.ts";
import type { Contact } from "./contact.ts";
import { type DailySpending, dailySpending } from "./daily-spending.ts";
import type { OutreachSettings } from "./outreach-settings.ts";
import type { OutreachPolicy } from "./policy.ts";
import type { OptOut, OutreachStores, Pause } from "./ports.ts";

type SpokenContact = Pick<
  Contact,
  "name" | "language" | "appointmentAt" | "appointmentType" | "provider" | "instructions"
>;

/** A call that reminds somebody of an appointment. */
export interface ReminderCall {
  readonly contact: SpokenContact;
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
  // Contacts come from files of others: each fact is one line of the prompt.
  const ofReminder = Object.entries(reminderVariables(call, inTheirLanguage));
  const variables = { ...base, ...Object.fromEntries(ofReminder.map(([name, fact]) => [name, oneLine(fact)])) };
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

/** All that decides whether a contact may be called at an instant. */
export interface CallFacts {
  readonly at: number;
  readonly purpose: CallPurpose;
  /** Of the dial that is judged (dial-key.ts); null: a call in general. */
  readonly key: string | null;
  /** An operator overruled the hours. */
  readonly isForced: boolean;
  readonly clinic: Pick<Clinic, "status" | "country" | "timezone">;
  /** Whether the clinic has a number to call from. */
  readonly hasNumber: boolean;
  readonly contact: Contact;
  /** As the clinic's book has it; null: it is kept elsewhere, or there is none. */
  readonly appointment: Pick<Appointment, "startsAt" | "status" | "typeId" | "createdAt"> | null;
  readonly policy: OutreachPolicy;
  readonly pause: Pause | null;
  readonly optOut: OptOut | null;
  /** The contact's other dials, oldest first. */
  readonly dials: readonly CallAttempt[];
  /** When the number was called, for whichever contact. */
  readonly calledAt: readonly number[];
  readonly hours: CallHours;
  /** What the clinic's calls of the day came to so far. */
  readonly today: DailySpending;
  /** null: a number like any other. */
  readonly refusedKind: RefusedKind | null;
  /** Whether it is a number of a clinic at Retell: the call would reach an assistant. */
  readonly isRetellNumber: boolean;
  /** false: the person gave the number of another line in a call, and nobody said yes to it. */
  readonly isNumberConfirmed: boolean;
}

export function appointmentAt({ appointment, contact }: Pick<CallFacts, "appointment" | "contact">): number | null {
  return appointment?.startsAt ?? contact.appointmentAt;
}

/** Which call is judged: the dial itself where it is planned already, else the key that it would have. */
export interface JudgedCall {
  readonly contact: Contact;
  readonly at: number;
  readonly dial?: Pick<CallAttempt, "id" | "key" | "forced"> | undefined;
  readonly key?: string | undefined;
  /** Taken from the key where there is one. */
  readonly purpose?: CallPurpose | undefined;
  /** Asked of the whole installation, and so before a transaction begins. */
  readonly isRetellNumber?: boolean | undefined;
}

/** What the stores and the clinic's settings tell of it. Within or without a transaction. */
export async function readCallFacts(
  { contact, at, dial, ...judged }: JudgedCall,
  settings: OutreachSettings,
  stores: Pick<OutreachStores, "appointments" | "contacts" | "dials" | "optOuts" | "origins">,
): Promise<CallFacts> {
  const key = dial?.key ?? judged.key ?? null;
  const { appointmentId, phone } = contact;
  const appointment = appointmentId === null ? undefined : await stores.appointments.find(appointmentId);
  const ofNumber = await dialsOfNumber(phone, stores);
  const { clinic, policy, pause, hasNumber } = settings;
  return {
    at,
    purpose: judged.purpose ?? (key === null ? "manual" : purposeOf(key)),
    key,
    isForced: typeof dial?.forced === "string",
    clinic,
    hasNumber,
    contact,
    appointment: appointment ?? null,
    policy,
    pause,
    optOut: (await stores.optOuts.find(phone)) ?? null,
    dials: ofNumber.filter(({ id, contactId }) => contactId === contact.id && id !== dial?.id),
    calledAt: ofNumber.flatMap((each) => (each.id === dial?.id || !wasAsked(each) ? [] : [each.requestedAt ?? 0])),
    hours: settings.hoursOf(contact),
    today: await dailySpending(at, clinic, stores),
    refusedKind: await refusedKindOf(phone),
    isRetellNumber: judged.isRetellNumber === true,
    isNumberConfirmed: await isNumberConfirmed(contact, stores),
  };
}

/** To have booked is to agree only on a line that was called from or confirmed. */
async function isNumberConfirmed(
  { appointmentId, consentBasis }: Contact,
  { origins }: Pick<OutreachStores, "origins">,
): Promise<boolean> {
  if (consentBasis !== "booking" || appointmentId === null) return true;
  return (await origins.find(appointmentId))?.phoneConfirmed ?? true;
}

/** A family shares its number and its peace. */
async function dialsOfNumber(
  phone: string,
  { contacts, dials }: Pick<OutreachStores, "contacts" | "dials">,
): Promise<readonly CallAttempt[]> {
  const sharing = await contacts.withPhone(phone);
  const found: CallAttempt[] = [];
  for (const { id } of sharing) found.push(...(await dials.ofContact(id)));
  return found;
}

const metadataSchema = z.object({
  dial_id: z.string().optional().catch(undefined),
  contact_id: z.string().optional().catch(undefined),
});

/** Whom an outbound call was about, and which attempt it was. */
export interface CalledContact {
  readonly dial: CallAttempt | undefined;
  readonly contact: Contact | undefined;
}

/** By the call's id, else by the marks it was begun with: its events may come before Retell's answer does. */
export async function calledContact(
  { callId, metadataJson }: Pick<Call, "callId" | "metadataJson">,
  { dials, contacts }: Pick<OutreachStores, "dials" | "contacts">,
): Promise<CalledContact> {
  const marks = metadataJson === null ? {} : metadataSchema.catch({}).parse(JSON.parse(metadataJson));
  const dial =
    (await dials.ofCall(callId)) ?? (marks.dial_id === undefined ? undefined : await dials.find(marks.dial_id));
  const contactId = dial?.contactId ?? marks.contact_id;
  return { dial, contact: contactId === undefined ? undefined : await contacts.find(contactId) };
}

interface OutreachPhrases {
  readonly confirmed: (time: string) => string;
  readonly notActive: (time: string) => string;
  readonly noAppointment: string;
  readonly optedOut: string;
  readonly numberUnknown: string;
  readonly callbackAt: (time: string) => string;
  readonly callbackByStaff: string;
  readonly callbackNumberUnknown: string;
  readonly whichTime: string;
}

/** What the clinic says in a call about its calls. */
export const outreachPhrases: Translated<OutreachPhrases> = {
  fr: {
    confirmed: (time) => `C'est noté : votre rendez-vous du ${time} est confirmé.`,
    notActive: (time) => `Le rendez-vous du ${time} n'est plus en cours : il ne peut pas être confirmé.`,
    noAppointment: "Je ne trouve pas de rendez-vous à confirmer. L'accueil de la clinique vérifiera.",
    optedOut: "C'est noté : la clinique ne vous appellera plus à ce numéro.",
    numberUnknown: "Je ne vois pas de quel numéro il s'agit. Merci de le dire à l'accueil de la clinique.",
    callbackAt: (time) => `C'est noté : nous vous rappellerons le ${time}.`,
    callbackByStaff: "C'est noté : l'accueil de la clinique est prévenu que vous souhaitez être rappelé.",
    callbackNumberUnknown: "Je ne vois pas votre numéro. Merci de rappeler l'accueil de la clinique.",
    whichTime: "Je n'ai pas bien compris. Quel jour et à quelle heure souhaitez-vous être rappelé ?",
  },
  en: {
    confirmed: (time) => `Thank you: your appointment on ${time} is confirmed.`,
    notActive: (time) => `The appointment on ${time} no longer stands, so it cannot be confirmed.`,
    noAppointment: "I cannot find an appointment to confirm. The clinic's front desk will look into it.",
    optedOut: "Noted: the clinic will not call you on this number again.",
    numberUnknown: "I cannot see which number this is about. Please tell the clinic's front desk.",
    callbackAt: (time) => `Noted: we will call you back on ${time}.`,
    callbackByStaff: "Noted: the clinic's front desk knows that you would like to be called back.",
    callbackNumberUnknown: "I cannot see your number. Please call the clinic's front desk.",
    whichTime: "I did not get that. On which day and at what time shall we call you back?",
  },
};
