import type { Doctor } from "../clinic/clinic.ts";
import type { AppointmentStatus } from "./appointment.ts";
import { patientPhone } from "../clinic/telephone.ts";
import type { BookingPorts } from "./ports.ts";

const wasKept: ReadonlySet<AppointmentStatus> = new Set(["scheduled", "confirmed", "completed"]);

/**
 * The doctor last seen by the patients of the caller's own line: the number of the signed call proves who they are,
 * what the caller says does not. undefined: no doctor, or members of a family saw several.
 */
export async function lastSeenDoctor(
  callerNumber: string | null,
  { database, clock }: Pick<BookingPorts, "database" | "clock">,
): Promise<Doctor | undefined> {
  if (callerNumber === null) return undefined;
  const { patients, appointments, doctors } = database.stores;
  const family = await patients.withPhone(patientPhone(callerNumber));
  const seen = new Set<string>();
  for (const { id } of family) {
    const past = (await appointments.ofPatient(id)).filter(
      ({ startsAt, status }) => startsAt <= clock.now() && wasKept.has(status),
    );
    const last = past.toSorted((a, b) => b.startsAt - a.startsAt)[0];
    if (last !== undefined) seen.add(last.doctorId);
  }
  const [doctorId, ...others] = seen;
  if (doctorId === undefined || others.length > 0) return undefined;
  return (await doctors.list()).find(({ id, active }) => id === doctorId && active);
}
