import type { Appointment } from "../domain/booking/appointment.ts";
import { type Zone, dateAt, wallTimeAt } from "../domain/time/zoned-time.ts";

export function affectedAppointmentsJson(stranded: readonly Appointment[]) {
  return stranded.map(({ id, startsAt, doctorId }) => ({
    appointment_id: id,
    doctor_id: doctorId,
    starts_at: new Date(startsAt).toISOString(),
  }));
}

/** Lines to put below what was changed; none when no appointment is concerned. */
export function affectedAppointmentsText(stranded: readonly Appointment[], zone: Zone): readonly string[] {
  if (stranded.length === 0) return [];
  return [
    `Appointments to come that lie outside the hours after this, and stand all the same: ${stranded.length}`,
    ...stranded.map(({ id, startsAt }) => `  ${dateAt(startsAt, zone)} ${wallTimeAt(startsAt, zone)}  ${id}`),
    "Move or cancel them with appointment:reschedule or appointment:cancel.",
  ];
}
