import type { IdentifiedCaller } from "../../domain/booking/actor.ts";
import { type PatientClaim, patientPhone } from "../../domain/booking/patient.ts";
import { spokenFound } from "../../domain/booking/speech.ts";
import { AscendiaError } from "../../errors.ts";
import type { FunctionAnswer } from "../ports.ts";
import { type FunctionContext, callerOf } from "./function-context.ts";
import { patientClaim } from "./patient-arguments.ts";
import { readArgument } from "./read-argument.ts";

/**
 * Whoever is on the number that the clinic calls about an appointment may change it, though the patient be known by
 * another number: a parent, or one who has a new telephone. undefined: the clinic calls nobody there about it.
 */
export async function contactClaim(
  appointmentId: string,
  { request, bookings }: FunctionContext,
): Promise<PatientClaim | undefined> {
  const { contacts, appointments, patients } = bookings.database.stores;
  const { callerNumber } = request;
  if (callerNumber === null) return undefined;
  const contact = await contacts.ofAppointment(appointmentId);
  if (contact?.phone !== patientPhone(callerNumber)) return undefined;
  const appointment = await appointments.find(appointmentId);
  const patient = appointment && (await patients.find(appointment.patientId));
  return patient && { phone: patient.phone, name: patient.name };
}

/** An appointment that the caller wants changed, and the proof that it is theirs. */
export interface VerifiedChange {
  readonly appointmentId: string;
  readonly by: IdentifiedCaller;
}

/** Does the change; who asks for an appointment that is not theirs, or of no clinic of this number, hears of none. */
export async function changeVerified(
  desk: FunctionContext,
  change: (claimed: VerifiedChange) => Promise<FunctionAnswer>,
): Promise<FunctionAnswer> {
  const appointmentId = readArgument(desk.request.args, "appointment_id");
  if (appointmentId === undefined) return noAppointment(desk);
  const claim = (await contactClaim(appointmentId, desk)) ?? patientClaim(desk);
  if (claim === undefined) return noAppointment(desk);
  try {
    return await change({ appointmentId, by: { ...callerOf(desk), claim } });
  } catch (error) {
    if (error instanceof AscendiaError && error.code === "not_found") return noAppointment(desk);
    throw error;
  }
}

function noAppointment({ spoken }: FunctionContext): FunctionAnswer {
  return { ...spokenFound([], spoken), reason: "not_found" };
}
