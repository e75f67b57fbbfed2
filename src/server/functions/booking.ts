import { type Unavailable, bookTogether } from "../../domain/booking/visits/book-appointment.ts";
import {
  cancelAppointment as cancel,
  rescheduleAppointment as reschedule,
} from "../../domain/booking/visits/change-appointment.ts";
import type { PatientDetails } from "../../domain/booking/patients/patient.ts";
import type { SlotChoice } from "../../domain/booking/slots/slot.ts";
import { mayBookCourse } from "../../domain/booking/patients/booking-limits.ts";
import { bookingPhrases } from "../../domain/booking/speech/phrases.ts";
import type { Appointment } from "../../domain/booking/appointment.ts";
import {
  appointmentsOf,
  activeVisits,
  isVisitChosen,
  visitsAtOnce,
} from "../../domain/booking/patients/find-appointments.ts";
import {
  spokenBooked,
  spokenBookedTogether,
  spokenCancelled,
  spokenDoctorQuestion,
  spokenDoctors,
  spokenFound,
  spokenRefusal,
  spokenRescheduled,
  spokenWaitlist,
} from "../../domain/booking/speech/speech.ts";
import { spokenLimit, spokenUnavailable } from "../../domain/booking/speech/spoken-slots.ts";
import { joinWaitlist as join } from "../../domain/booking/visits/waitlist.ts";
import { patientPhone } from "../../domain/clinic/telephone/telephone.ts";
import { AscendiaError } from "../../errors.ts";
import type { FunctionAnswer } from "../ports.ts";
import { wantedDoctors } from "./wanted-doctors.ts";
import { type FunctionContext, callerOf } from "./function-context.ts";
import { identified, knownCaller, noAppointment } from "./identified.ts";
import { offer, peopleIn, rowAt } from "./offer.ts";
import { patientDetails, patientsNamed } from "./patient-arguments.ts";
import { readArgument } from "./read-argument.ts";
import { type Resolved, type Wanted, doctorMatch, resolveDay, resolveDoctor, resolveSlot } from "./resolve.ts";
import { bookForCaller, mailManyOfNumber, mailWithheld } from "./withheld-callers.ts";
import { withTextConfirmation } from "./text-confirmation.ts";
import { askedIn, doctorsForType, typeMeant } from "./visit-type.ts";
import { type VerifiedChange, changeVerified } from "./verify-claim.ts";

/** Free times of the named doctor, or of any doctor. If something is unclear, asks back and offers nothing. */
export async function checkAvailability(context: FunctionContext): Promise<FunctionAnswer> {
  const wanted = await visitWanted(context);
  if ("question" in wanted) return { ...unclear(wanted.question.message), ...askedIn(wanted) };
  const day = resolveDay(context);
  if ("question" in day) return unclear(day.question.message);
  return offer(context, wanted.value, day.value);
}

function unclear(message: string): FunctionAnswer {
  return { message, available: "false", asks: "true", available_slots: [] };
}

/** Books, or says why not and what is free. `booked` and `reason` steer the flow; `message` is spoken. */
export async function bookAppointment(context: FunctionContext): Promise<FunctionAnswer> {
  const { bookings, spoken } = context;
  const named = await patientsNamed(context, peopleIn(context));
  if ("question" in named) return notBooked(named.question.message);
  const { patients, note } = named.value;
  const choice = await resolveSlot(context, () => visitWanted(context));
  if ("question" in choice) return { ...notBooked(choice.question.message), ...askedIn(choice) };
  if (choice.value === null) return offerTimes(context);
  const [patient, ...others] = patients;
  if (others.length > 0) return bookFamily(choice.value, patients, context);
  const chosen = choice.value;
  const known = await knownCaller(patient, chosen, context);
  const visits = known === undefined ? [] : await activeVisits(known.id, bookings);
  const before = visits.find((visit) => isVisitChosen(visit, chosen));
  if (known !== undefined && before !== undefined) {
    const isEarlier = before.callId !== context.request.callId;
    const visit = { appointment: before, patient: known };
    const answer = await withTextConfirmation(spokenBooked(visit, spoken, { isEarlier }), [visit], context);
    return { ...answer, booked: "true" };
  }
  const isPatient = known !== undefined && (await mayBookCourse(known.id, bookings));
  const by = { ...callerOf(context), provenPatientId: isPatient ? known.id : undefined };
  const outcome = await bookForCaller({ choice: chosen, patient, by }, context);
  if (outcome.kind === "booked") {
    if (outcome.isPastLimit === true) await mailManyOfNumber(context);
    const atOnce = visitsAtOnce(outcome.appointment, visits);
    const answer = await withTextConfirmation(spokenBooked(outcome, spoken, { atOnce, note }), [outcome], context);
    return { ...answer, booked: "true" };
  }
  return notAvailable(outcome, { choice: chosen, patient }, context);
}

async function notAvailable(
  outcome: Unavailable,
  asked: { readonly choice: SlotChoice; readonly patient: PatientDetails },
  context: FunctionContext,
): Promise<FunctionAnswer> {
  const { spoken } = context;
  const { reason: limit } = outcome;
  if (limit !== "limit" && limit !== "withheld") {
    return { ...spokenUnavailable(outcome, spoken), booked: "false", reason: reasonOf(outcome) };
  }
  if (limit === "withheld") await mailWithheld(context);
  return { ...spokenLimit({ limit, ...asked }, spoken), booked: "false", reason: "limit" };
}

/** Books consecutive visits for several people: all of them, or none. */
async function bookFamily(
  start: SlotChoice,
  patients: readonly [PatientDetails, ...PatientDetails[]],
  context: FunctionContext,
): Promise<FunctionAnswer> {
  const { bookings, spoken } = context;
  const row = await rowAt(start, patients.length, context);
  const [first, ...others] = patients;
  const outcome =
    row === undefined
      ? undefined
      : await bookTogether(
          [
            { choice: row[0], patient: first },
            ...others.map((patient, index) => ({ choice: row[index + 1] ?? row[0], patient })),
          ],
          callerOf(context),
          bookings,
        );
  if (outcome?.kind === "booked") {
    if (outcome.visits.some(({ isPastLimit }) => isPastLimit === true)) await mailManyOfNumber(context);
    const answer = await withTextConfirmation(spokenBookedTogether(outcome.visits, spoken), outcome.visits, context);
    return { ...answer, booked: "true" };
  }
  if (outcome?.reason === "limit" || outcome?.reason === "withheld") {
    if (outcome.reason === "withheld") await mailWithheld(context);
    return { ...spokenUnavailable(outcome, spoken), booked: "false", reason: reasonOf(outcome) };
  }
  return { ...(await offerTimes(context)), reason: "slot_taken" };
}

/** Maps a reason to the values that the flow expects. */
export function reasonOf({ reason }: Unavailable): string {
  if (reason === "withheld") return "limit";
  return reason === "taken" || reason === "held" ? "slot_taken" : reason;
}

/** The doctors and the appointment type that the caller wants. */
export async function visitWanted(context: FunctionContext): Promise<Resolved<Wanted>> {
  const type = await typeMeant(context);
  if ("question" in type) return type;
  const named = await wantedDoctors(context);
  if ("question" in named) return named;
  const doctors = await doctorsForType(named.value, type.value, context);
  if ("question" in doctors) return doctors;
  return { value: { doctorIds: doctors.value?.map(({ id }) => id) ?? null, typeId: type.value?.id ?? null } };
}

/** Offers the free times again, because the caller's choice of time was not clear. */
export async function offerTimes(context: FunctionContext): Promise<FunctionAnswer> {
  const [wanted, day] = [await visitWanted(context), resolveDay(context)];
  if ("question" in wanted) return notBooked(wanted.question.message);
  if ("question" in day) return notBooked(day.question.message);
  return { ...(await offer(context, wanted.value, day.value)), booked: "false", reason: "unclear" };
}

function notBooked(message: string): FunctionAnswer {
  return { message, booked: "false", reason: "unclear", available_slots: [] };
}

export async function cancelAppointment(context: FunctionContext): Promise<FunctionAnswer> {
  const { bookings, spoken } = context;
  const answer = await changeVerified(context, async (claimed) => {
    const outcome = await cancel(claimed, bookings);
    if (outcome.kind !== "cancelled") return { ...spokenRefusal(outcome, spoken) };
    return { ...spokenCancelled(outcome, spoken), cancelled: "true" };
  });
  return { cancelled: "false", ...answer };
}

/**
 * The upcoming appointments of the patient that the caller proves to be, each with its doctor's id so that it can be
 * moved.
 */
export async function findAppointment(context: FunctionContext): Promise<FunctionAnswer> {
  const { bookings, spoken } = context;
  const caller = await identified(context);
  if (caller.kind === "unproven") return { ...caller.answer, found: "false" };
  const found = await appointmentsOf(caller.patient, bookings);
  if (found.length === 0) return { ...noAppointment(context), found: "false" };
  const reply = spokenFound(found, spoken);
  const visits = new Map(found.map(({ appointment }) => [appointment.id, appointment]));
  const appointments = reply.appointments.map((facts) => {
    const visit = visits.get(facts.appointment_id);
    return { doctor_id: visit?.doctorId, ...(visit?.typeId == null ? {} : { type_id: visit.typeId }), ...facts };
  });
  return { ...reply, appointments, found: "true" };
}

/** The doctors. A caller who named one unclearly, or one who does not work here, is also asked a question. */
export async function getDoctors(context: FunctionContext): Promise<FunctionAnswer> {
  const { doctors, language } = context.spoken;
  const match = doctorMatch(context);
  const isClear = match === undefined || match.kind === "one" || match.kind === "any";
  return { ...spokenDoctors(doctors, language), ...(isClear ? {} : spokenDoctorQuestion(match, doctors, language)) };
}

/** Puts the patient on the waitlist for the requested date, with the named doctor or any. */
export async function joinWaitlist(context: FunctionContext): Promise<FunctionAnswer> {
  const { bookings, spoken } = context;
  const doctor = resolveDoctor(context);
  if ("question" in doctor) return notJoined(doctor.question.message);
  const day = resolveDay(context);
  if ("question" in day) return notJoined(day.question.message);
  const patient = await patientDetails(context);
  if ("question" in patient) return notJoined(patient.question.message);
  const { first: firstDate, last: lastDate, hours } = day.value;
  const type = await typeMeant(context);
  const typeId = "value" in type ? (type.value?.id ?? null) : null;
  const wish = { doctorId: doctor.value?.id ?? null, typeId, firstDate, lastDate, dayPart: hours.dayPart };
  const { callId, callerNumber, args } = context.request;
  const isOwn = callerNumber !== null && patientPhone(callerNumber) === patientPhone(patient.value.details.phone);
  const mayCall = isOwn || readArgument(args, "phone_confirmed") === "true";
  const request = { ...wish, patient: patient.value.details, callId, caller: callerNumber, mayCall };
  const joined = await join(request, bookings).catch((error: unknown) => {
    if (error instanceof AscendiaError && error.code === "conflict") return null;
    throw error;
  });
  if (joined === null) return { ...notJoined(bookingPhrases[spoken.language].unavailable.limit), reason: "limit" };
  return { ...spokenWaitlist(joined, spoken), joined: "true" };
}

function notJoined(message: string): FunctionAnswer {
  return { message, joined: "false" };
}

/**
 * Moves the appointment, to another doctor only if one is named. If the new time is not available, the appointment
 * stays unchanged.
 */
export async function rescheduleAppointment(context: FunctionContext): Promise<FunctionAnswer> {
  const answer = await changeVerified(context, (claimed) => move(context, claimed));
  return { rescheduled: "false", available_slots: [], ...answer };
}

async function move(context: FunctionContext, claimed: VerifiedChange): Promise<FunctionAnswer> {
  const { bookings, spoken } = context;
  const present = await bookings.database.stores.appointments.find(claimed.appointmentId);
  const choice = await resolveSlot(context, () => movedVisit(context, present));
  if ("question" in choice) return { message: choice.question.message, reason: "unclear" };
  if (choice.value === null) return offerNewTimes(context, present);
  const outcome = await reschedule({ ...claimed, choice: choice.value }, bookings);
  if (outcome.kind === "rescheduled") return { ...spokenRescheduled(outcome, spoken), rescheduled: "true" };
  if (outcome.kind === "unavailable") return { ...spokenUnavailable(outcome, spoken), reason: reasonOf(outcome) };
  return { ...spokenRefusal(outcome, spoken) };
}

/** The visit keeps its type, unless the clinic no longer offers it, and its doctor, unless another is named. */
export async function movedVisit(
  context: FunctionContext,
  present: Appointment | undefined,
): Promise<Resolved<Wanted>> {
  const doctor = resolveDoctor(context);
  if ("question" in doctor) return doctor;
  const types = await context.bookings.database.stores.types.list();
  const type = types.find(({ id }) => id === present?.typeId) ?? null;
  const able = await doctorsForType(doctor.value === null ? null : [doctor.value], type, context);
  if ("question" in able) return able;
  return { value: { doctorIds: [doctor.value?.id ?? present?.doctorId ?? ""], typeId: type?.id ?? null } };
}

export async function offerNewTimes(
  context: FunctionContext,
  present: Appointment | undefined,
): Promise<FunctionAnswer> {
  const day = resolveDay(context);
  if ("question" in day) return { message: day.question.message, reason: "unclear" };
  const wanted = await movedVisit(context, present);
  if ("question" in wanted) return { message: wanted.question.message, reason: "unclear" };
  return { ...(await offer(context, wanted.value, day.value)), reason: "unclear" };
}
