import type { Appointment } from "../domain/booking/appointment.ts";
import { type Zone, dateAt, wallTimeAt } from "../domain/time/zoned-time.ts";

export function affectedAppointmentsJson(affected: readonly Appointment[]) {
  return affected.map(({ id, startsAt, doctorId }) => ({
    appointment_id: id,
    doctor_id: doctorId,
    starts_at: new Date(startsAt).toISOString(),
  }));
}

/** Lines to print below the change; none when no appointment is affected. */
export function affectedAppointmentsText(affected: readonly Appointment[], zone: Zone): readonly string[] {
  if (affected.length === 0) return [];
  return [
    affected.length === 1
      ? "1 upcoming appointment falls outside the new hours and is kept:"
      : `${affected.length} upcoming appointments fall outside the new hours and are kept:`,
    ...affected.map(({ id, startsAt }) => `  ${dateAt(startsAt, zone)} ${wallTimeAt(startsAt, zone)}  ${id}`),
    "Move or cancel them with appointment:reschedule or appointment:cancel.",
  ];
}
