import type { Appointment } from "../domain/booking/appointment.ts";
import { type Zone, dateAt, wallTimeAt } from "../domain/time/zoned-time.ts";

export function affectedAppointmentsJson(stranded: readonly Appointment[]) {
  return stranded.map(({ id, startsAt, doctorId }) => ({
    appointment_id: id,
    doctor_id: doctorId,
    starts_at: new Date(startsAt).toISOString(),
  }));
}

/** Lines to print below the change; none when no appointment is affected. */
export function affectedAppointmentsText(stranded: readonly Appointment[], zone: Zone): readonly string[] {
  if (stranded.length === 0) return [];
  return [
    stranded.length === 1
      ? "1 upcoming appointment falls outside the new hours and is kept:"
      : `${stranded.length} upcoming appointments fall outside the new hours and are kept:`,
    ...stranded.map(({ id, startsAt }) => `  ${dateAt(startsAt, zone)} ${wallTimeAt(startsAt, zone)}  ${id}`),
    "Move or cancel them with appointment:reschedule or appointment:cancel.",
  ];
}
