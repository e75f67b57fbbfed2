import type { Appointment } from "../../domain/booking/appointment.ts";
import { rescheduleAppointment } from "../../domain/booking/visits/change-appointment.ts";
import type { SlotChoice } from "../../domain/booking/slots/slot.ts";
import { type ClinicVisit, recordingBookings } from "../visit.ts";

/** The recorded reason, if the move overrides a rule for callers: someone of the team decided it on the screen. */
export const BY_STAFF = { kind: "staff", reason: "by staff, in the console" } as const;

/** A word of `appointment.refusals`. */
export type Refusal = keyof ClinicVisit["words"]["appointment"]["refusals"];

/** @returns the appointment at its new time, or why the rules refused it */
export async function moveByStaff(
  visit: ClinicVisit,
  before: Appointment,
  choice: SlotChoice,
): Promise<Appointment | Refusal> {
  const recorded = recordingBookings(visit, ({ appointment: { id, startsAt } }) => ({
    action: "appointment:reschedule",
    before: { id: before.id, starts_at: before.startsAt },
    after: { id, starts_at: startsAt },
  }));
  const result = await rescheduleAppointment({ appointmentId: before.id, choice, by: BY_STAFF }, recorded);
  if (result.kind === "rescheduled") return result.appointment;
  return result.kind === "unavailable" ? result.reason : result.kind;
}
