import { joinChoices } from "../language/spoken-list.ts";
import type { Booked } from "./book-appointment.ts";
import type { Cancelled, NotActive, PastCutoff } from "./cancel-appointment.ts";
import type { ClaimedAppointment } from "./claimed-appointment.ts";
import { bookingPhrases } from "./phrases.ts";
import type { Rescheduled } from "./reschedule-appointment.ts";
import type { SpokenContext, SpokenReply } from "./spoken-context.ts";
import { doctorSaid, instantSaid } from "./spoken-context.ts";
import type { JoinedWaitlist } from "./waitlist.ts";

export interface AppointmentReply extends SpokenReply {
  readonly appointment_id: string;
  readonly appointment_time: string;
  readonly doctor_name: string;
  readonly patient_name: string;
}

export function spokenBooked(
  { appointment, patient }: Booked,
  context: SpokenContext,
): AppointmentReply & { readonly booked: true } {
  const facts = appointmentFacts({ appointment, patient }, context);
  const { appointment_time: time, doctor_name: doctor } = facts;
  return { message: bookingPhrases[context.language].booked(time, doctor, patient.name), ...facts, booked: true };
}

export interface FoundReply extends SpokenReply {
  readonly appointments: readonly Omit<AppointmentReply, "message">[];
  /** Set when there is exactly one. */
  readonly appointment_id?: string;
}

const mostAppointments = 20;

export function spokenFound(found: readonly ClaimedAppointment[], context: SpokenContext): FoundReply {
  const words = bookingPhrases[context.language];
  const appointments = found.slice(0, mostAppointments).map((claimed) => appointmentFacts(claimed, context));
  const [first, second] = appointments;
  if (first === undefined) return { message: words.noAppointment, appointments };
  if (second === undefined) {
    const message = words.oneAppointment(first.appointment_time, first.doctor_name, first.patient_name);
    return { message, appointments, appointment_id: first.appointment_id };
  }
  const hasSeveralPatients = appointments.some(({ patient_name }) => patient_name !== first.patient_name);
  const times = appointments.map(({ appointment_time: time, doctor_name: doctor, patient_name: patient }) => {
    const visit = words.withDoctor(time, doctor);
    return hasSeveralPatients ? words.forPatient(visit, patient) : visit;
  });
  return { message: words.severalAppointments(joinChoices(times, context.language)), appointments };
}

export function spokenRescheduled(
  { appointment, patient, previous }: Rescheduled,
  context: SpokenContext,
): AppointmentReply & { readonly rescheduled: true } {
  const facts = appointmentFacts({ appointment, patient }, context);
  const before = instantSaid(previous.startsAt, context);
  const message = bookingPhrases[context.language].rescheduled(before, facts.appointment_time);
  return { message, ...facts, rescheduled: true };
}

export function spokenCancelled(
  { appointment, patient }: Cancelled,
  context: SpokenContext,
): AppointmentReply & { readonly cancelled: true } {
  const facts = appointmentFacts({ appointment, patient }, context);
  return { message: bookingPhrases[context.language].cancelled(facts.appointment_time), ...facts, cancelled: true };
}

/** Why an appointment was left as it is. */
export function spokenRefusal(
  { kind, appointment }: PastCutoff | NotActive,
  context: SpokenContext,
): SpokenReply & { readonly reason: "past_cutoff" | "not_active" } {
  const words = bookingPhrases[context.language];
  const time = instantSaid(appointment.startsAt, context);
  return { message: kind === "past_cutoff" ? words.pastCutoff(time) : words.notActive(time), reason: kind };
}

export function spokenWaitlist(
  { entry, place }: JoinedWaitlist,
  { language }: Pick<SpokenContext, "language">,
): SpokenReply & { readonly waitlist_id: string; readonly place: number } {
  return { message: bookingPhrases[language].onWaitlist(place), waitlist_id: entry.id, place };
}

function appointmentFacts(
  { appointment, patient }: ClaimedAppointment,
  context: SpokenContext,
): Omit<AppointmentReply, "message"> {
  return {
    appointment_id: appointment.id,
    appointment_time: instantSaid(appointment.startsAt, context),
    doctor_name: doctorSaid(appointment.doctorId, context),
    patient_name: patient.name,
  };
}
