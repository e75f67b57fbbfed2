import type { Patient } from "../../domain/booking/ports.ts";
import { patientPhone } from "../../domain/clinic/telephone.ts";
import type { FunctionContext } from "./function-context.ts";

/**
 * Whom the clinic itself has called about the appointment, on the number that it dialled: a shown number can be forged,
 * a dialled one cannot, and the call's flow asks for the person before it says anything. The patient may be known by
 * another number: a parent answers, or one who has a new telephone. undefined: this is no such call.
 */
export async function calledPatient(
  appointmentId: string,
  { request, bookings }: FunctionContext,
): Promise<Patient | undefined> {
  const { contacts, appointments, patients } = bookings.database.stores;
  const { callerNumber, isOutbound } = request;
  if (!isOutbound || callerNumber === null) return undefined;
  const contact = await contacts.ofAppointment(appointmentId);
  if (contact?.phone !== patientPhone(callerNumber)) return undefined;
  const appointment = await appointments.find(appointmentId);
  return appointment === undefined ? undefined : patients.find(appointment.patientId);
}
