import type { Clinic, Doctor } from "../clinic/clinic.ts";
import { type Language, type Translated, joinChoices, joinList, spokenChoices } from "../language/language.ts";
import { languageWords } from "../language/all-words.ts";
import { oneLine } from "../language/plain-text.ts";
import { nearDays } from "../language/date-questions.ts";
import { spokenDate, spokenInstant, spokenTimeAt } from "../language/spoken-date.ts";
import type { UnderstoodDate } from "../language/understand-date.ts";
import { type WallDate, daysBetween } from "../time/wall-date.ts";
import { type Zone, dateAt, wallTimeAt } from "../time/zoned-time.ts";
import type { Appointment } from "./appointment.ts";
import type { SlotOffer } from "./availability.ts";
import type { Booked, Unavailable } from "./book-appointment.ts";
import type { LimitReached } from "./booking-limits.ts";
import type { Cancelled, NotActive, PastCutoff, Rescheduled } from "./change-appointment.ts";
import { distinctTimes } from "./chosen-slot.ts";
import type { VerifiedAppointment } from "./find-appointments.ts";
import type { DoctorMatch } from "./find-by-name.ts";
import { doctorInSentence, doctorName } from "../clinic/doctor-name.ts";
import type { Patient } from "./ports.ts";
import { bookingPhrases } from "./phrases.ts";
import { type Slot, type SlotChoice, slotIdOf } from "./slot.ts";
import type { JoinedWaitlist } from "./waitlist.ts";

/** The clinic's doctors, zone and language, which decide how something is said. */
export interface SpokenContext {
  readonly language: Language;
  readonly zone: Zone;
  readonly doctors: readonly Doctor[];
  /** A date far from it is said with its year. */
  readonly today?: WallDate;
}

/** What every function returns: the sentence to say, and data for the flow. */
export interface SpokenReply {
  readonly message: string;
}

/** The same within a sentence. */
export function doctorSaid(doctorId: string, { doctors, language }: SpokenContext): string {
  const doctor = doctors.find(({ id }) => id === doctorId);
  return doctor === undefined ? bookingPhrases[language].aDoctor : doctorInSentence(doctor.name, language);
}

/** The doctor's name with the title. */
export function spokenDoctor(doctorId: string, { doctors, language }: SpokenContext): string {
  const doctor = doctors.find(({ id }) => id === doctorId);
  return doctor === undefined ? bookingPhrases[language].aDoctor : doctorName(doctor.name);
}

export function spokenWhen(instant: number, { zone, language }: SpokenContext): string {
  return spokenInstant(instant, zone, language);
}

/** The time alone on the date being discussed, else with its date. */
export function spokenTimeOn(instant: number, onDate: WallDate | null, context: SpokenContext): string {
  const { zone, language } = context;
  return dateAt(instant, zone) === onDate ? spokenTimeAt(instant, zone, language) : spokenWhen(instant, context);
}

/** The caller said whose appointment it is. What they did not say, such as the name's spelling, is not read out. */
export interface AppointmentReply extends SpokenReply {
  readonly appointment_id: string;
  readonly appointment_time: string;
  readonly doctor_name: string;
}

interface BookingFacts {
  /** Booked in an earlier call. */
  readonly isEarlier?: boolean;
  /** Other visits of the patient at that time. */
  readonly atOnce?: readonly Appointment[];
  /** What else the caller should hear. */
  readonly note?: string | null;
}

export function spokenBooked(
  { appointment, patient }: Pick<Booked, "appointment" | "patient">,
  context: SpokenContext,
  { isEarlier = false, atOnce = [], note = null }: BookingFacts = {},
): AppointmentReply & { readonly booked: true; readonly patient_name: string } {
  const words = bookingPhrases[context.language];
  const facts = appointmentFacts(appointment, context);
  const name = oneLine(patient.name);
  const say = isEarlier ? words.bookedBefore : words.booked;
  const others = atOnce.map(({ startsAt, doctorId }) =>
    words.alsoThen(spokenWhen(startsAt, context), doctorSaid(doctorId, context), name),
  );
  const message = [say(facts.appointment_time, doctorSaid(appointment.doctorId, context), name), ...others, note ?? []]
    .flat()
    .join(" ");
  return { message: message.replaceAll(/\.{2,}/gu, "."), ...facts, patient_name: name, booked: true };
}

/** To people who answer the text message that confirms a visit. */
export function textReply({ language, name, phone }: Pick<Clinic, "language" | "name" | "phone">): string {
  return bookingPhrases[language].textReply(name, phone);
}

interface LimitFacts {
  readonly limit: LimitReached;
  readonly choice: SlotChoice;
  readonly patient: Pick<Patient, "name">;
}

/** The caller hears what was understood, so that the team need not ask again. */
export function spokenLimit(
  { limit, choice, patient }: LimitFacts,
  context: SpokenContext,
): SlotsReply & { readonly booked: false } {
  const words = bookingPhrases[context.language];
  const time = words.withDoctor(spokenWhen(choice.startsAt, context), doctorSaid(choice.doctorId, context));
  const understood = words.understood(time, oneLine(patient.name)).replaceAll(/\.{2,}/gu, ".");
  return { message: `${understood} ${words.unavailable[limit]}`, available_slots: [], booked: false };
}

/** One sentence for all: they follow one another with one doctor. */
export function spokenBookedTogether(
  visits: readonly Pick<Booked, "appointment" | "patient">[],
  context: SpokenContext,
): SpokenReply & { readonly booked: true } {
  const words = bookingPhrases[context.language];
  const [first] = visits;
  if (first === undefined) throw new RangeError("no visit");
  const { startsAt, doctorId } = first.appointment;
  const date = dateAt(startsAt, context.zone);
  const each = visits.map(({ appointment, patient }) =>
    words.timeOf(spokenTimeOn(appointment.startsAt, date, context), oneLine(patient.name)),
  );
  const day = spokenDate(date, context.language);
  const message = words.bookedTogether(day, doctorSaid(doctorId, context), joinList(each, context.language));
  return { message: message.replaceAll(/\.{2,}/gu, "."), booked: true };
}

export interface FoundReply extends SpokenReply {
  readonly appointments: readonly Omit<AppointmentReply, "message">[];
  /** Set when there is exactly one. */
  readonly appointment_id?: string;
}

const mostAppointments = 20;

export function spokenFound(found: readonly VerifiedAppointment[], context: SpokenContext): FoundReply {
  const words = bookingPhrases[context.language];
  const appointments = found
    .slice(0, mostAppointments)
    .map(({ appointment }) => appointmentFacts(appointment, context));
  const said = found.map(({ appointment }) => doctorSaid(appointment.doctorId, context));
  const [first, second] = appointments;
  if (first === undefined) return { message: words.noAppointment, appointments };
  if (second === undefined) {
    const message = words.oneAppointment(first.appointment_time, said[0] ?? first.doctor_name);
    return { message, appointments, appointment_id: first.appointment_id };
  }
  const times = appointments.map(({ appointment_time: time, doctor_name: doctor }, index) =>
    words.withDoctor(time, said[index] ?? doctor),
  );
  return { message: words.severalAppointments(joinChoices(times, context.language)), appointments };
}

export function spokenRescheduled(
  { appointment, previous }: Rescheduled,
  context: SpokenContext,
): AppointmentReply & { readonly rescheduled: true } {
  const facts = appointmentFacts(appointment, context);
  const before = spokenWhen(previous.startsAt, context);
  const message = bookingPhrases[context.language].rescheduled(before, facts.appointment_time);
  return { message, ...facts, rescheduled: true };
}

export function spokenCancelled(
  { appointment, isLate }: Cancelled,
  context: SpokenContext,
): AppointmentReply & { readonly cancelled: true } {
  const facts = appointmentFacts(appointment, context);
  const words = bookingPhrases[context.language];
  const done = words.cancelled(facts.appointment_time);
  return { message: isLate ? `${done} ${words.cancelledLate}` : done, ...facts, cancelled: true };
}

/** Why an appointment was left unchanged. */
export function spokenRefusal(
  { kind, appointment }: PastCutoff | NotActive,
  context: SpokenContext,
): SpokenReply & { readonly reason: "past_cutoff" | "not_active" } {
  const words = bookingPhrases[context.language];
  const time = spokenWhen(appointment.startsAt, context);
  return { message: kind === "past_cutoff" ? words.pastCutoff(time) : words.notActive(time), reason: kind };
}

export function spokenWaitlist(
  { entry, place }: JoinedWaitlist,
  { language }: Pick<SpokenContext, "language">,
): SpokenReply & { readonly waitlist_id: string; readonly place: number } {
  return { message: bookingPhrases[language].onWaitlist(place), waitlist_id: entry.id, place };
}

function appointmentFacts(
  { id, startsAt, doctorId }: Appointment,
  context: SpokenContext,
): Omit<AppointmentReply, "message"> {
  return {
    appointment_id: id,
    appointment_time: spokenWhen(startsAt, context),
    doctor_name: spokenDoctor(doctorId, context),
  };
}

/** The question to ask when a date was unclear. */
export function spokenDateQuestion(
  understood: Exclude<UnderstoodDate, { readonly kind: "understood" }>,
  language: Language,
): SpokenReply {
  return { message: understood.kind === "ask" ? understood.question : languageWords[language].dates.whichDate };
}

/** The question to ask when a doctor's name fits several or none. */
export function spokenDoctorQuestion(
  match: Exclude<DoctorMatch, { readonly kind: "one" | "any" }>,
  doctors: readonly Doctor[],
  language: Language,
): SpokenReply {
  const words = bookingPhrases[language];
  if (match.kind === "several") return { message: whichDoctor(match, language) };
  if (doctors.length === 0) return { message: words.noDoctors };
  if (match.kind === "last_seen") return { message: words.whoWasLastSeen(namesOf(doctors, language)) };
  return { message: words.unknownDoctor(namesOf(doctors, language)) };
}

function whichDoctor({ doctors, by }: Extract<DoctorMatch, { readonly kind: "several" }>, language: Language): string {
  const words = bookingPhrases[language];
  const names = namesOf(doctors, language);
  if (doctors.length === 1) return words.isItDoctor(names);
  return by === "name" ? words.whichDoctor(names) : words.whichOfDoctors(names);
}

export interface DoctorsReply extends SpokenReply {
  readonly doctors: readonly { readonly id: string; readonly name: string; readonly specialty: string }[];
}

export function spokenDoctors(doctors: readonly Doctor[], language: Language): DoctorsReply {
  const words = bookingPhrases[language];
  const message = doctors.length === 0 ? words.noDoctors : words.doctors(namesOf(doctors, language));
  return { message, doctors: doctors.map(({ id, name, specialty }) => ({ id, name, specialty })) };
}

function namesOf(doctors: readonly Doctor[], language: Language): string {
  const names = doctors.map(({ name }) => doctorInSentence(name, language));
  return joinChoices(names, language);
}

/** Keeps a reply well under the 15,000 characters that the flow accepts. */
const mostSlots = 40;

export interface SlotsReply extends SpokenReply {
  /** `time` as spoken, `id` to book with. */
  readonly available_slots: readonly { readonly time: string; readonly id: string; readonly doctor: string }[];
  /** "YYYY-MM-DD", when nothing is free on the requested date. */
  readonly next_available_date?: WallDate;
}

/** What is free on `date`, or after it when the window was longer. */
export function spokenSlots(offer: SlotOffer, date: WallDate, context: SpokenContext): SlotsReply {
  const words = bookingPhrases[context.language];
  if (offer.slots.length > 0) {
    const { times, available_slots } = choices(offer.slots, date, context);
    return { message: words.slots(times), available_slots };
  }
  const { today = date, language } = context;
  const none = words.noSlots(spokenDate(date, language, Math.abs(daysBetween(today, date)) > nearDays));
  const noSlots = offer.isBeingChosen === true ? `${words.beingChosen} ${none}` : none;
  if (offer.nextDate === null) return { message: noSlots, available_slots: [] };
  const message = `${noSlots} ${words.nextDate(spokenDate(offer.nextDate, context.language))}`;
  return { message, available_slots: [], next_available_date: offer.nextDate };
}

/** What is free in a period, day by day; `period` is its wording. */
export function spokenPeriodSlots(offer: SlotOffer, period: string, context: SpokenContext): SlotsReply {
  const words = bookingPhrases[context.language];
  if (offer.slots.length > 0) {
    const { times, available_slots } = choices(offer.slots, null, context);
    return { message: words.slots(times), available_slots };
  }
  const none = words.noSlotsIn(period);
  const noSlots = offer.isBeingChosen === true ? `${words.beingChosen} ${none}` : none;
  if (offer.nextDate === null) return { message: noSlots, available_slots: [] };
  const message = `${noSlots} ${words.nextDate(spokenDate(offer.nextDate, context.language))}`;
  return { message, available_slots: [], next_available_date: offer.nextDate };
}

interface RowsWanted {
  readonly people: number;
  /** null: on several days. */
  readonly date: WallDate | null;
}

/** From when several people can come one after the other. */
export function spokenRows(offer: SlotOffer, { people, date }: RowsWanted, context: SpokenContext): SlotsReply {
  const words = bookingPhrases[context.language];
  if (offer.slots.length === 0) return { message: words.noRow(people), available_slots: [] };
  const { times, available_slots } = choices(offer.slots, date, context);
  return { message: words.rows(people, times), available_slots };
}

/** Why the slot is not available, and what to offer instead. */
export function spokenUnavailable(
  { reason, alternatives }: Unavailable,
  context: SpokenContext,
): SlotsReply & { readonly booked: false } {
  const words = bookingPhrases[context.language];
  const why = words.unavailable[reason];
  const [first] = alternatives.slots;
  if (first !== undefined) {
    const { times, available_slots } = choices(alternatives.slots, dateAt(first.startsAt, context.zone), context);
    return { message: `${why} ${words.instead(times)}`, available_slots, booked: false };
  }
  if (reason === "limit" || reason === "withheld") return { message: why, available_slots: [], booked: false };
  const { nextDate } = alternatives;
  if (nextDate === null) return { message: `${why} ${words.otherDate}`, available_slots: [], booked: false };
  const next = words.nextDate(spokenDate(nextDate, context.language));
  const message = `${why} ${next} ${words.otherDate}`;
  return { message, available_slots: [], next_available_date: nextDate, booked: false };
}

function choices(
  slots: readonly Slot[],
  date: WallDate | null,
  context: SpokenContext,
): { readonly times: string; readonly available_slots: SlotsReply["available_slots"] } {
  const words = bookingPhrases[context.language];
  const shown = slots.slice(0, mostSlots);
  const hasSeveralDoctors = shown.some(({ doctorId }) => doctorId !== shown[0]?.doctorId);
  const said = timesToSay(shown, context.zone);
  const times = said.map(({ startsAt, doctorId }, index) => {
    // The day once, with the first time: the caller hears which one was understood.
    const time = spokenTimeOn(startsAt, index === 0 ? null : date, context);
    return hasSeveralDoctors ? words.withDoctor(time, doctorSaid(doctorId, context)) : time;
  });
  const available_slots = shown.map((slot) => ({
    time: spokenTimeOn(slot.startsAt, date, context),
    id: slotIdOf(slot),
    doctor: spokenDoctor(slot.doctorId, context),
  }));
  const others = said.slice(spokenChoices).map(({ startsAt }) => wallTimeAt(startsAt, context.zone));
  const which = date !== null && others.every((time) => time >= "12:00") ? afternoon[context.language] : "";
  return { times: joinChoices(times, context.language, which), available_slots };
}

/** The slots whose times a sentence names, in its order. */
export function slotsSaid(slots: readonly Slot[], zone: Zone): readonly Slot[] {
  return timesToSay(slots.slice(0, mostSlots), zone).slice(0, spokenChoices);
}
const afternoon: Translated = { fr: " l'après-midi", en: " in the afternoon", es: " en la tarde" };

/** Each time once; over several days, the first time of each. */
export function timesToSay(slots: readonly Slot[], zone: Zone): readonly Slot[] {
  const times = distinctTimes(slots);
  const days = new Set<WallDate>();
  const firstOfDays = times.filter(({ startsAt }) => {
    const day = dateAt(startsAt, zone);
    return !days.has(day) && days.add(day);
  });
  return firstOfDays.length > 1 ? firstOfDays : times;
}
