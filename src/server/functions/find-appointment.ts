import { findAppointments } from "../../domain/booking/find-appointments.ts";
import { spokenFound } from "../../domain/booking/spoken-appointments.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { Desk } from "./clinic-desk.ts";
import { patientClaim } from "./patient-said.ts";

/** The coming appointments of whoever the caller proves to be; each with its doctor's id, so that it can be moved. */
export async function findAppointment(desk: Desk): Promise<FunctionAnswer> {
  const { bookings, spoken } = desk;
  const claim = patientClaim(desk);
  const found = claim === undefined ? [] : await findAppointments(claim, bookings);
  const reply = spokenFound(found, spoken);
  const doctorIds = new Map(found.map(({ appointment }) => [appointment.id, appointment.doctorId]));
  const appointments = reply.appointments.map((facts) =>
    Object.assign({ doctor_id: doctorIds.get(facts.appointment_id) }, facts),
  );
  return { ...reply, appointments, found: String(found.length > 0) };
}
