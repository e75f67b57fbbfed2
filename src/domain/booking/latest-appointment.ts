import { AscendiaError } from "../errors.ts";
import type { Appointment } from "./appointment.ts";
import type { BookingStores } from "./ports.ts";

/** @throws not_found */
export async function requireAppointment(
  appointmentId: string,
  { appointments }: Pick<BookingStores, "appointments">,
): Promise<Appointment> {
  const appointment = await appointments.find(appointmentId);
  if (appointment !== undefined) return appointment;
  throw new AscendiaError("not_found", `The clinic has no appointment "${appointmentId}".`, {
    hint: "See them with: ascendia appointment:list",
  });
}

/** What became of an appointment: itself, or the one it was moved to, however often. */
export async function latestOf(
  appointment: Appointment,
  { appointments }: Pick<BookingStores, "appointments">,
): Promise<Appointment> {
  const ofPatient = await appointments.ofPatient(appointment.patientId);
  let latest = appointment;
  for (;;) {
    const { id } = latest;
    const next = ofPatient.find(({ rescheduledFrom }) => rescheduledFrom === id);
    if (next === undefined) return latest;
    latest = next;
  }
}
