import { AscendiaError } from "../errors.ts";
import type { IdentifiedCaller, Staff } from "./actor.ts";
import type { Appointment } from "./appointment.ts";
import { claimedPatients } from "./patient-match.ts";
import type { BookingStores } from "./ports.ts";
import type { Patient } from "./records.ts";

export interface ClaimedAppointment {
  readonly appointment: Appointment;
  readonly patient: Patient;
}

/**
 * The appointment, if the actor may touch it. A caller whose claim does not cover it gets the same `not_found` as for
 * one that does not exist.
 */
export async function claimedAppointment(
  { appointmentId, by }: { readonly appointmentId: string; readonly by: IdentifiedCaller | Staff },
  stores: BookingStores,
): Promise<ClaimedAppointment> {
  const appointment = await stores.appointments.find(appointmentId);
  if (appointment === undefined) throw unknownAppointment();
  if (by.kind === "caller") {
    const patients = await claimedPatients(by.claim, stores);
    if (!patients.some(({ id }) => id === appointment.patientId)) throw unknownAppointment();
  }
  const patient = await stores.patients.find(appointment.patientId);
  if (patient === undefined) throw unknownAppointment();
  return { appointment, patient };
}

function unknownAppointment(): AscendiaError {
  return new AscendiaError("not_found", "No such appointment is known for this person.", {
    hint: "Find the appointment again by the patient's phone, or by name and birth date.",
  });
}
