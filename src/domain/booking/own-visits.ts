import { type Appointment, isActive } from "./appointment.ts";
import type { BookingPorts } from "./ports.ts";
import type { SlotChoice } from "./slot.ts";

export async function activeVisits(
  patientId: string,
  { database }: Pick<BookingPorts, "database">,
): Promise<readonly Appointment[]> {
  return (await database.stores.appointments.ofPatient(patientId)).filter((visit) => isActive(visit));
}

/** Whether the visit is the one that is asked for, so that a caller who was cut off finds it. */
export function isVisitChosen(visit: Appointment, { doctorId, startsAt }: SlotChoice): boolean {
  return visit.doctorId === doctorId && visit.startsAt === startsAt;
}

/** The other visits that overlap this one. */
export function visitsAtOnce(
  { id, startsAt, endsAt }: Appointment,
  visits: readonly Appointment[],
): readonly Appointment[] {
  return visits.filter((other) => other.id !== id && other.startsAt < endsAt && startsAt < other.endsAt);
}
