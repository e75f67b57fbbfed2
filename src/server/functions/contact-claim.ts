import { patientPhone } from "../../domain/booking/patient-phone.ts";
import type { PatientClaim } from "../../domain/booking/patient-match.ts";
import type { Desk } from "./clinic-desk.ts";

/**
 * Whoever is on the number that the clinic calls about an appointment may change it, though the patient be known by
 * another number: a parent, or one who has a new telephone. undefined: the clinic calls nobody there about it.
 */
export async function contactClaim(
  appointmentId: string,
  { request, bookings }: Desk,
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
