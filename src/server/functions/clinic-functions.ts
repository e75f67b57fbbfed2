import type { ClinicFunction, FunctionAnswer } from "../ports.ts";
import {
  bookAppointment,
  cancelAppointment,
  checkAvailability,
  findAppointment,
  getDoctors,
  joinWaitlist,
  rescheduleAppointment,
} from "./booking.ts";
import { acceptSlot, declineSlot } from "./freed-slot.ts";
import { type FunctionContext, type OpenBookings, openFunctionContext } from "./function-context.ts";
import { nextReminder } from "./next-reminder.ts";
import { withDelays } from "./late-doctors.ts";
import { confirmAppointment, optOut, requestCallback } from "./reminders.ts";
import { reportDeath } from "./report-death.ts";
import { reviewBooking, reviewCancellation, reviewMove } from "./review.ts";
import { takeMessage } from "./take-message.ts";
import { chooseAppointmentType } from "./visit-type.ts";

const FUNCTIONS: Readonly<Record<string, (context: FunctionContext) => Promise<FunctionAnswer>>> = {
  get_doctors: getDoctors,
  choose_appointment_type: chooseAppointmentType,
  check_availability: checkAvailability,
  review_booking: reviewBooking,
  book_appointment: bookAppointment,
  find_appointment: findAppointment,
  review_move: reviewMove,
  reschedule_appointment: rescheduleAppointment,
  review_cancellation: reviewCancellation,
  cancel_appointment: cancelAppointment,
  join_waitlist: joinWaitlist,
  confirm_appointment: confirmAppointment,
  next_reminder: nextReminder,
  request_callback: requestCallback,
  opt_out: optOut,
  take_message: takeMessage,
  accept_slot: acceptSlot,
  decline_slot: declineSlot,
  report_death: reportDeath,
};

/** Functions after which a caller may leave for the clinic. */
const saysDelays: ReadonlySet<string> = new Set([
  "check_availability",
  "book_appointment",
  "find_appointment",
  "reschedule_appointment",
]);

/** The agent's tools by name, each working on the bookings of the clinic that the signed call belongs to. */
export function clinicFunctions(openBookings: OpenBookings): Readonly<Record<string, ClinicFunction>> {
  const entries = Object.entries(FUNCTIONS).map(([name, run]): [string, ClinicFunction] => [
    name,
    async (request) => {
      const context = await openFunctionContext(request, openBookings);
      const answer = await run(context);
      return saysDelays.has(name) ? withDelays(answer, context) : answer;
    },
  ]);
  return Object.fromEntries(entries);
}
