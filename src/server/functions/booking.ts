import { findSlots } from "../../domain/booking/availability.ts";
import { type Unavailable, bookAppointment as book } from "../../domain/booking/book-appointment.ts";
import {
  cancelAppointment as cancel,
  rescheduleAppointment as reschedule,
} from "../../domain/booking/change-appointment.ts";
import { appointmentsOf } from "../../domain/booking/find-appointments.ts";
import {
  spokenBooked,
  spokenCancelled,
  spokenDoctors,
  spokenFound,
  spokenRefusal,
  spokenRescheduled,
  spokenSlots,
  spokenUnavailable,
  spokenWaitlist,
} from "../../domain/booking/speech.ts";
import { joinWaitlist as join, passOnLapsedOffers } from "../../domain/booking/waitlist.ts";
import type { FunctionAnswer } from "../ports.ts";
import { type FunctionContext, callerOf } from "./function-context.ts";
import { identified, noAppointment } from "./identified.ts";
import { patientDetails } from "./patient-arguments.ts";
import {
  type Resolved,
  type ResolvedDay,
  resolveDay,
  resolveDoctor,
  resolveOneDoctor,
  resolveSlot,
} from "./resolve.ts";
import { type VerifiedChange, changeVerified } from "./verify-claim.ts";

/** Free times of the doctor, or of any where none was named. What is unclear is asked back, with nothing on offer. */
export async function checkAvailability(desk: FunctionContext): Promise<FunctionAnswer> {
  const doctor = resolveDoctor(desk);
  if ("question" in doctor) return nothing(doctor.question.message);
  const day = resolveDay(desk);
  if ("question" in day) return nothing(day.question.message);
  return offer(desk, doctor.value === null ? null : [doctor.value.id], day.value);
}

export async function offer(
  { request, bookings, spoken }: FunctionContext,
  doctorIds: readonly string[] | null,
  { date, dayPart }: ResolvedDay,
): Promise<FunctionAnswer> {
  // A lapsed offer is the next in line's before it is anybody's.
  await passOnLapsedOffers(bookings);
  const search = { doctorIds, typeId: null, firstDate: date, lastDate: date, dayPart, callId: request.callId };
  const found = await findSlots(search, bookings);
  return { ...spokenSlots(found, date, spoken), available: String(found.slots.length > 0), date };
}

function nothing(message: string): FunctionAnswer {
  return { message, available: "false", available_slots: [] };
}

/** Books, or says why not beside what else is free. `booked` and `reason` steer the flow; `message` is spoken. */
export async function bookAppointment(desk: FunctionContext): Promise<FunctionAnswer> {
  const { bookings, spoken } = desk;
  const patient = await patientDetails(desk);
  if ("question" in patient) return notBooked(patient.question.message);
  const choice = resolveSlot(desk, () => resolveDoctorId(desk));
  if ("question" in choice) return notBooked(choice.question.message);
  if (choice.value === null) return offerTimes(desk);
  const outcome = await book({ choice: choice.value, patient: patient.value, by: callerOf(desk) }, bookings);
  if (outcome.kind === "booked") return { ...spokenBooked(outcome, spoken), booked: "true" };
  return { ...spokenUnavailable(outcome, spoken), booked: "false", reason: reasonOf(outcome) };
}

/** In the words of the flow's contract. */
export function reasonOf({ reason }: Unavailable): string {
  return reason === "taken" ? "slot_taken" : reason;
}

function resolveDoctorId(desk: FunctionContext): Resolved<string> {
  const doctor = resolveOneDoctor(desk);
  return "question" in doctor ? doctor : { value: doctor.value.id };
}

/** The time was not clear: the free ones are said again. */
async function offerTimes(desk: FunctionContext): Promise<FunctionAnswer> {
  const [doctor, day] = [resolveOneDoctor(desk), resolveDay(desk)];
  if ("question" in doctor) return notBooked(doctor.question.message);
  if ("question" in day) return notBooked(day.question.message);
  return { ...(await offer(desk, [doctor.value.id], day.value)), booked: "false", reason: "unclear" };
}

function notBooked(message: string): FunctionAnswer {
  return { message, booked: "false", reason: "unclear", available_slots: [] };
}

export async function cancelAppointment(desk: FunctionContext): Promise<FunctionAnswer> {
  const { bookings, spoken } = desk;
  const answer = await changeVerified(desk, async (claimed) => {
    const outcome = await cancel(claimed, bookings);
    if (outcome.kind !== "cancelled") return { ...spokenRefusal(outcome, spoken) };
    return { ...spokenCancelled(outcome, spoken), cancelled: "true" };
  });
  return { cancelled: "false", ...answer };
}

/** The coming appointments of whoever the caller proves to be; each with its doctor's id, so that it can be moved. */
export async function findAppointment(desk: FunctionContext): Promise<FunctionAnswer> {
  const { bookings, spoken } = desk;
  const caller = await identified(desk);
  if (caller.kind === "unproven") return { ...caller.answer, found: "false" };
  const found = await appointmentsOf(caller.patient, bookings);
  if (found.length === 0) return { ...noAppointment(desk), found: "false" };
  const reply = spokenFound(found, spoken);
  const doctorIds = new Map(found.map(({ appointment }) => [appointment.id, appointment.doctorId]));
  const appointments = reply.appointments.map((facts) =>
    Object.assign({ doctor_id: doctorIds.get(facts.appointment_id) }, facts),
  );
  return { ...reply, appointments, found: "true" };
}

export async function getDoctors({ spoken }: FunctionContext): Promise<FunctionAnswer> {
  return { ...spokenDoctors(spoken.doctors, spoken.language) };
}

/** Puts the patient in line for the date asked for, with the doctor named or any. */
export async function joinWaitlist(desk: FunctionContext): Promise<FunctionAnswer> {
  const { bookings, spoken } = desk;
  const doctor = resolveDoctor(desk);
  if ("question" in doctor) return notJoined(doctor.question.message);
  const day = resolveDay(desk);
  if ("question" in day) return notJoined(day.question.message);
  const patient = await patientDetails(desk);
  if ("question" in patient) return notJoined(patient.question.message);
  const { date, dayPart } = day.value;
  const wish = { doctorId: doctor.value?.id ?? null, typeId: null, firstDate: date, lastDate: date, dayPart };
  const joined = await join({ ...wish, patient: patient.value }, bookings);
  return { ...spokenWaitlist(joined, spoken), joined: "true" };
}

function notJoined(message: string): FunctionAnswer {
  return { message, joined: "false" };
}

/** Moves the appointment, to another doctor only where one is named; if the new time cannot be had the old one stands. */
export async function rescheduleAppointment(desk: FunctionContext): Promise<FunctionAnswer> {
  const answer = await changeVerified(desk, (claimed) => move(desk, claimed));
  return { rescheduled: "false", available_slots: [], ...answer };
}

async function move(desk: FunctionContext, claimed: VerifiedChange): Promise<FunctionAnswer> {
  const { bookings, spoken } = desk;
  const present = await bookings.database.stores.appointments.find(claimed.appointmentId);
  const choice = resolveSlot(desk, () => newDoctorId(desk, present?.doctorId));
  if ("question" in choice) return { message: choice.question.message, reason: "unclear" };
  if (choice.value === null) return offerNewTimes(desk, present?.doctorId);
  const outcome = await reschedule({ ...claimed, choice: choice.value }, bookings);
  if (outcome.kind === "rescheduled") return { ...spokenRescheduled(outcome, spoken), rescheduled: "true" };
  if (outcome.kind === "unavailable") return { ...spokenUnavailable(outcome, spoken), reason: reasonOf(outcome) };
  return { ...spokenRefusal(outcome, spoken) };
}

function newDoctorId(desk: FunctionContext, present: string | undefined): Resolved<string> {
  const doctor = resolveDoctor(desk);
  if ("question" in doctor) return doctor;
  return { value: doctor.value?.id ?? present ?? "" };
}

async function offerNewTimes(desk: FunctionContext, present: string | undefined): Promise<FunctionAnswer> {
  const day = resolveDay(desk);
  if ("question" in day) return { message: day.question.message, reason: "unclear" };
  return { ...(await offer(desk, present === undefined ? null : [present], day.value)), reason: "unclear" };
}
