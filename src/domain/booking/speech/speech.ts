import type { Clinic, Doctor } from "../../clinic/clinic.ts";
import { type Language, joinChoices, joinList } from "../../language/language.ts";
import { languageWords } from "../../language/all-words.ts";
import { oneLine } from "../../language/plain-text.ts";
import { spokenDate, spokenInstant, spokenTimeAt } from "../../language/dates/spoken-date.ts";
import type { UnderstoodDate } from "../../language/dates/understand-date.ts";
import type { WallDate } from "../../time/wall-date.ts";
import { type Zone, dateAt } from "../../time/zoned-time.ts";
import type { Appointment } from "../appointment.ts";
import type { Booked } from "../visits/book-appointment.ts";
import type { Cancelled, NotActive, PastCutoff, Rescheduled } from "../visits/change-appointment.ts";
import type { VerifiedAppointment } from "../patients/find-appointments.ts";
import type { DoctorMatch } from "../names/match-doctor.ts";
import { doctorInSentence, doctorName } from "../../clinic/doctor-name.ts";
import { bookingPhrases } from "./phrases.ts";
import type { JoinedWaitlist } from "../visits/waitlist.ts";

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

/** The doctor's name with the title, as it reads within a sentence. */
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

/** The time alone if it is on the date being discussed, else with its date. */
export function spokenTimeOn(instant: number, onDate: WallDate | null, context: SpokenContext): string {
  const { zone, language } = context;
  return dateAt(instant, zone) === onDate ? spokenTimeAt(instant, zone, language) : spokenWhen(instant, context);
}

/** Leaves out the patient: the caller said whose appointment it is, and must not hear the spelling on file. */
interface AppointmentReply extends SpokenReply {
  readonly appointment_id: string;
  readonly appointment_time: string;
  readonly doctor_name: string;
}

interface BookingFacts {
  /** Booked in an earlier call. */
  readonly isEarlier?: boolean;
  /** Other visits of the patient at the same time. */
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

/** The reply to people who answer the text message that confirms their visit. */
export function textReply({ language, name, phone }: Pick<Clinic, "language" | "name" | "phone">): string {
  return bookingPhrases[language].textReply(name, phone);
}

/** One sentence for all visits, which follow one another with one doctor. */
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

interface FoundReply extends SpokenReply {
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
  if (match.kind === "woman_or_man") return { message: words.womanOrMan(namesOf(doctors, language)) };
  if (match.kind === "last_seen") return { message: words.whoWasLastSeen(namesOf(doctors, language)) };
  return { message: words.unknownDoctor(namesOf(doctors, language)) };
}

function whichDoctor({ doctors, by }: Extract<DoctorMatch, { readonly kind: "several" }>, language: Language): string {
  const words = bookingPhrases[language];
  const names = namesOf(doctors, language);
  if (doctors.length === 1) return words.isItDoctor(names);
  return by === "name" ? words.whichDoctor(names) : words.whichOfDoctors(names);
}

interface DoctorsReply extends SpokenReply {
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
