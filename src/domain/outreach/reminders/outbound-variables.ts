import * as z from "zod";
import { MINUTE_MS } from "../../../clock.ts";
import { AscendiaError } from "../../../errors.ts";
import type { Appointment } from "../../booking/appointment.ts";
import { defaultBookingRules } from "../../booking/booking-rules.ts";
import { bookingPhrases } from "../../booking/speech/phrases.ts";
import { sameName } from "../../booking/patients/patient.ts";
import type { OfferedSlot } from "../../booking/ports.ts";
import { spokenDelays } from "../../booking/slots/late-doctors.ts";
import { type SpokenContext, doctorSaid } from "../../booking/speech/speech.ts";
import type { Call } from "../../call/call.ts";
import {
  type CallerFacts,
  type DynamicVariables,
  type Phrases,
  callerVariables,
  spokenPhrases,
  wordedFor,
} from "../../call/line/caller-variables.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import { doctorInSentence } from "../../clinic/doctor-name.ts";
import { type RefusedKind, refusedKindOf } from "../../clinic/telephone/number-kind.ts";
import { spokenNumber } from "../../clinic/telephone/telephone.ts";
import type { Language, Translated } from "../../language/language.ts";
import { oneLine } from "../../language/plain-text.ts";
import { understandName } from "../../language/answers/understand-name.ts";
import { spokenDate, spokenTimeAt } from "../../language/dates/spoken-date.ts";
import { dateAt } from "../../time/zoned-time.ts";
import { type CallAttempt, type CallPurpose, isOpen, offerIdOf, purposeOf, wasAsked } from "../attempt.ts";
import type { CallHours, OutreachPolicy } from "../policy.ts";
import type { Contact } from "../contact.ts";
import { type DailySpending, type OutreachSettings, dailySpending } from "../outreach-settings.ts";
import type { OptOut, OutreachStores, Pause } from "../ports.ts";

type SpokenContact = Pick<
  Contact,
  "name" | "language" | "appointmentAt" | "appointmentType" | "provider" | "instructions"
>;

/** A call that reminds a person of an appointment, offers a slot, or gives a notice. */
export interface ReminderCall {
  /** What a notice says; then there is neither an appointment nor a slot. */
  readonly about?: string | null | undefined;
  readonly contact: SpokenContact;
  /** null: the appointment is kept elsewhere, and the contact describes it. */
  readonly appointment: Pick<Appointment, "id" | "doctorId" | "startsAt"> | null;
  /** Name of the appointment's type in the clinic's book. */
  readonly typeName: string | null;
  /** No one else may hear about an adult's appointment; undefined: the age is unknown. */
  readonly isAdult?: boolean | undefined;
  /** The freed slot that the call offers; then there is no appointment. */
  readonly offer?: Pick<OfferedSlot, "id" | "doctorId" | "startsAt"> | undefined;
}

/** Phrases of a reminder that replace those of an inbound call. */
const reminderWords = { greeting: "reminder_greeting", goodbye: "reminder_goodbye" } as const;

/**
 * All variables of an outbound call: those of an inbound one, in the contact's language, and those of the appointment,
 * worded for speech in the clinic's time zone. @throws invalid when the time of the appointment is unknown
 */
export function outboundVariables(
  call: ReminderCall,
  facts: CallerFacts,
  { phrases, now }: { readonly phrases: Phrases; readonly now: number },
): DynamicVariables {
  const { language } = call.contact;
  // The clinic's notice exists only in the clinic's language.
  const clinicNotice = facts.clinic.notice;
  const notice = language === facts.clinic.language || clinicNotice === "" ? clinicNotice : null;
  const inTheirLanguage = { ...facts, clinic: { ...facts.clinic, language, notice, secondLanguage: null } };
  const base = callerVariables(inTheirLanguage, phrases, now);
  // Contacts come from imported files, so each fact is kept on one line of the prompt.
  const ofReminder = Object.entries(reminderVariables(call, inTheirLanguage, now));
  const variables = { ...base, ...Object.fromEntries(ofReminder.map(([name, fact]) => [name, oneLine(fact)])) };
  const spoken = spokenPhrases(wordedFor(facts, phrases, language), variables);
  const replaced = Object.entries(reminderWords).map(([key, own]): [string, string] => [
    `phrase_${key}`,
    spoken[`phrase_${own}`] ?? "",
  ]);
  return { ...variables, ...spoken, ...Object.fromEntries(replaced) };
}

/** How to ask for the person when only the number is known. */
const nameless: Translated = {
  fr: "la personne à qui appartient ce numéro",
  en: "the person to whom this number belongs",
  es: "la persona a quien pertenece este número",
};

/** Variables that only outbound calls have; `call_purpose` is empty in all others. */
function reminderVariables(call: ReminderCall, { clinic, doctors, phoneNumber }: CallerFacts, now: number) {
  const { contact } = call;
  const { timezone: zone } = clinic;
  const { language } = contact;
  const startsAt = timeOf(call);
  const visits = call.appointment === null ? [] : [call.appointment];
  const delay = spokenDelays(visits, { doctors, now, zone, language }) ?? "";
  const name = contact.name.trim() === "" ? nameless[language] : spokenName(contact.name, language);
  return {
    call_purpose: purposeSaid(call),
    call_reason: asSentence(call.about ?? ""),
    customer_name: name,
    /** The same facts under the names that other systems' flows use. */
    patient_name: name,
    business_name: clinic.name,
    appointment_date: startsAt === null ? "" : spokenDate(dateAt(startsAt, zone), language),
    appointment_time: startsAt === null ? "" : spokenTimeAt(startsAt, zone, language),
    appointment_type: call.typeName ?? contact.appointmentType ?? "",
    provider_name: providerOf(call, { language, zone, doctors }),
    special_instructions: [asSentence(contact.instructions ?? ""), delay].filter((text) => text !== "").join(" "),
    callback_number: spokenNumber(phoneNumber ?? clinic.phone ?? "", clinic.country, language),
    ...idsOf(call),
  } as const satisfies DynamicVariables;
}

function purposeSaid({ offer, about = null }: ReminderCall): string {
  if (about !== null) return "notice";
  return offer === undefined ? "reminder" : "waitlist";
}

/** Ids for the call's tools; empty where there is none. */
function idsOf({ appointment, offer, isAdult = false }: ReminderCall) {
  return {
    appointment_id: appointment?.id ?? "",
    appointment_doctor_id: appointment?.doctorId ?? "",
    offer_id: offer?.id ?? "",
    patient_is_adult: String(isAdult),
  } as const;
}

export type ReminderVariable = keyof ReturnType<typeof reminderVariables>;

/** null: a notice, which is about no time. */
function timeOf({ contact, appointment, offer, about = null }: ReminderCall): number | null {
  if (about !== null) return null;
  const startsAt = offer?.startsAt ?? appointment?.startsAt ?? contact.appointmentAt;
  if (startsAt !== null) return startsAt;
  throw new AscendiaError("invalid", "Cannot remind anyone of an appointment without a time.", {
    hint: "Set the contact's appointment time, or link it to an appointment of the clinic.",
  });
}

/** For the doctor's name, the book takes precedence over an import. */
function providerOf({ contact, appointment, offer }: ReminderCall, context: SpokenContext): string {
  if (offer !== undefined) return doctorSaid(offer.doctorId, context);
  if (appointment !== null) return doctorSaid(appointment.doctorId, context);
  const { provider } = contact;
  if (provider === null) return bookingPhrases[context.language].aDoctor;
  return provider === provider.toUpperCase() ? doctorInSentence(provider, context.language) : provider;
}

/** For names as tables write them: "TRAORE FATOU" and "Dossou-Yovo, Ama". */
function spokenName(name: string, language: Language): string {
  if (!/(?<!\p{L})\p{Lu}{3}|,/u.test(name)) return name;
  const understood = understandName(name, language);
  return understood.kind === "understood" ? understood.value : name;
}

/** With a full stop, because other sentences follow. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?…]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}

interface HeldOffer {
  /** From this instant on, a call would come too late. */
  readonly lastCallAt: number;
}

/** Everything that decides whether a contact may be called at an instant. */
export interface CallFacts {
  readonly at: number;
  readonly purpose: CallPurpose;
  /** Key of the attempt (attempt.ts); null: a call in general. */
  readonly key: string | null;
  /** Whether an operator overrode the call hours. */
  readonly isForced: boolean;
  readonly clinic: Pick<Clinic, "status" | "country" | "timezone">;
  /** Whether the clinic has a number to call from. */
  readonly hasNumber: boolean;
  readonly contact: Contact;
  /** As in the clinic's book; null: kept elsewhere, or no appointment. */
  readonly appointment: Pick<Appointment, "startsAt" | "status" | "typeId" | "createdAt"> | null;
  /** The offered slot, while it is held; null: no slot is held. */
  readonly offer: HeldOffer | null;
  readonly policy: OutreachPolicy;
  readonly pause: Pause | null;
  readonly optOut: OptOut | null;
  /** The contact's other attempts, oldest first. */
  readonly dials: readonly CallAttempt[];
  /** Whether a caller from this number said that this person has died. */
  readonly isDeceased: boolean;
  /** When the number was called, for any contact. */
  readonly calledAt: readonly number[];
  /** When the latest active call to the number for another contact was requested; null: there is no such call. */
  readonly otherCallAt: number | null;
  readonly hours: CallHours;
  /** What the clinic's calls have cost today. */
  readonly today: DailySpending;
  /** null: an ordinary number. */
  readonly refusedKind: RefusedKind | null;
  /** Whether the number belongs to a clinic at Retell: the call would reach an agent. */
  readonly isRetellNumber: boolean;
  /** false: the person gave another line's number during a call, and no one confirmed it. */
  readonly isNumberConfirmed: boolean;
}

export function appointmentAt({ appointment, contact }: Pick<CallFacts, "appointment" | "contact">): number | null {
  return appointment?.startsAt ?? contact.appointmentAt;
}

/** The call to judge: a planned attempt, or the key that it would get. */
interface JudgedCall {
  readonly contact: Contact;
  readonly at: number;
  readonly attempt?: Pick<CallAttempt, "id" | "key" | "forced"> | undefined;
  readonly key?: string | undefined;
  /** Default: derived from the key. */
  readonly purpose?: CallPurpose | undefined;
  /** Depends on the whole installation, so it is read before a transaction begins. */
  readonly isRetellNumber?: boolean | undefined;
  /** The clinic's day at that instant, shared when many calls are judged at once. */
  readonly today?: DailySpending | undefined;
}

/** Reads the facts from the stores and the clinic's settings. Works inside or outside a transaction. */
export async function readCallFacts(
  { contact, at, attempt, ...judged }: JudgedCall,
  settings: OutreachSettings,
  stores: Pick<
    OutreachStores,
    "appointments" | "contacts" | "dials" | "optOuts" | "origins" | "offered" | "holds" | "rules"
  >,
): Promise<CallFacts> {
  const key = attempt?.key ?? judged.key ?? null;
  const { appointmentId, phone } = contact;
  const appointment = appointmentId === null ? undefined : await stores.appointments.find(appointmentId);
  const sharing = await stores.contacts.withPhone(phone);
  const ofNumber = await attemptsOf(sharing, stores);
  const { clinic, policy, pause, hasNumber } = settings;
  return {
    at,
    purpose: judged.purpose ?? (key === null ? "manual" : purposeOf(key)),
    key,
    isForced: typeof attempt?.forced === "string",
    clinic,
    hasNumber,
    contact,
    appointment: appointment ?? null,
    offer: await heldOffer({ key, at }, stores),
    policy,
    pause,
    optOut: (await stores.optOuts.find(phone)) ?? null,
    dials: ofNumber.filter(({ id, contactId }) => contactId === contact.id && id !== attempt?.id),
    isDeceased: sharing.some(({ name, state }) => state === "deceased" && sameName(name, contact.name)),
    calledAt: ofNumber.flatMap((each) => (each.id === attempt?.id || !wasAsked(each) ? [] : [each.requestedAt ?? 0])),
    otherCallAt: otherCallAt(ofNumber, contact),
    hours: settings.hoursOf(contact),
    today: judged.today ?? (await dailySpending(at, clinic, stores)),
    refusedKind: await refusedKindOf(phone),
    isRetellNumber: judged.isRetellNumber === true,
    isNumberConfirmed: await isNumberConfirmed(contact, stores),
  };
}

async function heldOffer(
  { key, at }: { readonly key: string | null; readonly at: number },
  { offered, holds, rules }: Pick<OutreachStores, "offered" | "holds" | "rules">,
): Promise<HeldOffer | null> {
  const offerId = key === null ? undefined : offerIdOf(key);
  if (offerId === undefined) return null;
  const [offer, hold] = [await offered.find(offerId), await holds.find(offerId)];
  if (offer?.state !== "open" || hold === undefined || hold.expiresAt <= at) return null;
  const { leastNoticeMinutes } = (await rules.find()) ?? defaultBookingRules;
  return { lastCallAt: offer.startsAt - leastNoticeMinutes * MINUTE_MS };
}

/** Booking implies consent only for the line that the booking came from, or one that was confirmed. */
async function isNumberConfirmed(
  { appointmentId, consentBasis }: Contact,
  { origins }: Pick<OutreachStores, "origins">,
): Promise<boolean> {
  if (consentBasis !== "booking" || appointmentId === null) return true;
  return (await origins.find(appointmentId))?.phoneConfirmed ?? true;
}

function otherCallAt(ofNumber: readonly CallAttempt[], { id }: Contact): number | null {
  const on = ofNumber.filter((each) => each.contactId !== id && isOpen(each) && wasAsked(each));
  return on.length === 0 ? null : Math.max(...on.map(({ requestedAt }) => requestedAt ?? 0));
}

/** A family shares its number, and therefore the limits on calls to it. */
async function attemptsOf(
  sharing: readonly Contact[],
  { dials }: Pick<OutreachStores, "dials">,
): Promise<readonly CallAttempt[]> {
  const found: CallAttempt[] = [];
  for (const { id } of sharing) found.push(...(await dials.ofContact(id)));
  return found;
}

const metadataSchema = z.object({
  dial_id: z.string().optional().catch(undefined),
  contact_id: z.string().optional().catch(undefined),
});

/** The contact of an outbound call, and the attempt that placed it. */
interface CalledContact {
  readonly attempt: CallAttempt | undefined;
  readonly contact: Contact | undefined;
}

/** Found by the call's id, else by its metadata: events may arrive before Retell's answer. */
export async function calledContact(
  { callId, metadataJson }: Pick<Call, "callId" | "metadataJson">,
  { dials, contacts }: Pick<OutreachStores, "dials" | "contacts">,
): Promise<CalledContact> {
  const marks = metadataJson === null ? {} : metadataSchema.catch({}).parse(JSON.parse(metadataJson));
  const attempt =
    (await dials.ofCall(callId)) ?? (marks.dial_id === undefined ? undefined : await dials.find(marks.dial_id));
  const contactId = attempt?.contactId ?? marks.contact_id;
  return { attempt, contact: contactId === undefined ? undefined : await contacts.find(contactId) };
}
