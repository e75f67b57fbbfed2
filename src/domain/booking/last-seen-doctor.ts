import type { Doctor } from "../clinic/clinic.ts";
import type { AppointmentStatus } from "./appointment.ts";
import type { BookingPorts, Patient } from "./ports.ts";

const wasKept: ReadonlySet<AppointmentStatus> = new Set(["scheduled", "confirmed", "completed"]);

/** The doctor a patient saw last, if still at the clinic. Only for callers who proved to be that patient. */
export async function lastSeenDoctor(
  { id: patientId }: Pick<Patient, "id">,
  { database, clock }: Pick<BookingPorts, "database" | "clock">,
): Promise<Doctor | undefined> {
  const { appointments, doctors } = database.stores;
  const past = (await appointments.ofPatient(patientId)).filter(
    ({ startsAt, status }) => startsAt <= clock.now() && wasKept.has(status),
  );
  const last = past.toSorted((a, b) => b.startsAt - a.startsAt)[0];
  if (last === undefined) return undefined;
  return (await doctors.list()).find(({ id, active }) => id === last.doctorId && active);
}
