import type { Patient } from "../../domain/booking/ports.ts";
import { patientPhone } from "../../domain/clinic/telephone/telephone.ts";
import type { FunctionContext } from "./function-context.ts";

/**
 * The patient whose appointment the clinic itself called about, on the number it dialled. Unlike a caller ID, a dialled
 * number cannot be forged, and the call's flow asks for the person before it says anything. The patient may be stored
 * under another number: a parent answers, or the patient has a new phone. undefined: not such a call.
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
