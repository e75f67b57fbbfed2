import type { ClinicFunction, FunctionAnswer } from "../ports.ts";
import { bookAppointment } from "./book-appointment.ts";
import { cancelAppointment } from "./cancel-appointment.ts";
import { checkAvailability } from "./check-availability.ts";
import { openDesk, type Desk, type OpenBookings } from "./clinic-desk.ts";
import { confirmAppointment } from "./confirm-appointment.ts";
import { findAppointment } from "./find-appointment.ts";
import { getDoctors } from "./get-doctors.ts";
import { joinWaitlist } from "./join-waitlist.ts";
import { optOut } from "./opt-out.ts";
import { requestCallback } from "./request-callback.ts";
import { rescheduleAppointment } from "./reschedule-appointment.ts";

const FUNCTIONS: Readonly<Record<string, (desk: Desk) => Promise<FunctionAnswer>>> = {
  get_doctors: getDoctors,
  check_availability: checkAvailability,
  book_appointment: bookAppointment,
  find_appointment: findAppointment,
  reschedule_appointment: rescheduleAppointment,
  cancel_appointment: cancelAppointment,
  join_waitlist: joinWaitlist,
  confirm_appointment: confirmAppointment,
  request_callback: requestCallback,
  opt_out: optOut,
};

/** The agent's tools by name, each working on the bookings of the clinic that the signed call belongs to. */
export function clinicFunctions(openBookings: OpenBookings): Readonly<Record<string, ClinicFunction>> {
  const entries = Object.entries(FUNCTIONS).map(([name, run]): [string, ClinicFunction] => [
    name,
    async (request) => run(await openDesk(request, openBookings)),
  ]);
  return Object.fromEntries(entries);
}
