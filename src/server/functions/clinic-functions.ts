import type { ClinicFunction, FunctionAnswer } from "../ports.ts";
import { bookAppointment } from "./book-appointment.ts";
import { cancelAppointment } from "./cancel-appointment.ts";
import { checkAvailability } from "./check-availability.ts";
import { openDesk, type Desk, type OpenBookings } from "./clinic-desk.ts";
import { findAppointment } from "./find-appointment.ts";
import { getDoctors } from "./get-doctors.ts";
import { joinWaitlist } from "./join-waitlist.ts";
import { rescheduleAppointment } from "./reschedule-appointment.ts";

const FUNCTIONS: Readonly<Record<string, (desk: Desk) => Promise<FunctionAnswer>>> = {
  get_doctors: getDoctors,
  check_availability: checkAvailability,
  book_appointment: bookAppointment,
  find_appointment: findAppointment,
  reschedule_appointment: rescheduleAppointment,
  cancel_appointment: cancelAppointment,
  join_waitlist: joinWaitlist,
};

/** The agent's tools by name, each working on the bookings of the clinic that the signed call belongs to. */
export function clinicFunctions(openBookings: OpenBookings): Readonly<Record<string, ClinicFunction>> {
  const entries = Object.entries(FUNCTIONS).map(([name, run]): [string, ClinicFunction] => [
    name,
    async (request) => run(await openDesk(request, openBookings)),
  ]);
  return Object.fromEntries(entries);
}
