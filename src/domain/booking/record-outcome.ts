import { AscendiaError } from "../errors.ts";
import type { Appointment } from "./appointment.ts";
import { moveAppointment } from "./appointment.ts";
import type { BookingPorts } from "./ports.ts";

export interface Outcome {
  readonly appointmentId: string;
  readonly status: "confirmed" | "completed" | "no_show";
  readonly reason?: string;
}

/**
 * Confirms the appointment or records how it went; recording the same again changes nothing. Throws `not_found`, and
 * `conflict` for a move that the table of moves does not allow.
 */
export async function recordOutcome(outcome: Outcome, { database, clock }: BookingPorts): Promise<Appointment> {
  return database.transact(async (stores) => {
    const appointment = await stores.appointments.find(outcome.appointmentId);
    if (appointment === undefined) {
      throw new AscendiaError("not_found", `There is no appointment with the id "${outcome.appointmentId}".`, {
        hint: "List the clinic's appointments to see their ids.",
      });
    }
    if (appointment.status === outcome.status) return appointment;
    const moved = moveAppointment(appointment, { status: outcome.status, at: clock.now(), reason: outcome.reason });
    await stores.appointments.update(moved);
    return moved;
  });
}
