import { AscendiaError } from "../errors.ts";
import type { Appointment, AppointmentStatus } from "./appointment.ts";
import { moveAppointment } from "./appointment.ts";
import type { BookingPorts } from "./ports.ts";

/** What staff record of an appointment that stands; moving and cancelling have operations of their own. */
export const outcomeStatuses = ["confirmed", "completed", "no_show"] as const satisfies readonly AppointmentStatus[];

export type OutcomeStatus = (typeof outcomeStatuses)[number];

export interface Outcome {
  readonly appointmentId: string;
  readonly status: OutcomeStatus;
  readonly reason?: string | undefined;
}

/**
 * Confirms the appointment or records how it went; recording the same again changes nothing. Throws `not_found`, and
 * `conflict` for a visit that has not begun or a move that the table of moves does not allow.
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
    if (outcome.status !== "confirmed" && clock.now() < appointment.startsAt) throw notBegun(outcome.status);
    const moved = moveAppointment(appointment, { status: outcome.status, at: clock.now(), reason: outcome.reason });
    await stores.appointments.update(moved);
    return moved;
  });
}

function notBegun(status: OutcomeStatus): AscendiaError {
  return new AscendiaError("conflict", `The visit has not begun: it cannot be ${status} yet.`, {
    hint: "Until then it can be confirmed, moved or cancelled.",
  });
}
