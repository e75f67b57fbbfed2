import { rescheduleAppointment as reschedule } from "../../domain/booking/reschedule-appointment.ts";
import { spokenRefusal, spokenRescheduled } from "../../domain/booking/spoken-appointments.ts";
import { spokenUnavailable } from "../../domain/booking/spoken-slots.ts";
import type { FunctionAnswer } from "../ports.ts";
import { reasonOf } from "./book-appointment.ts";
import { offer } from "./check-availability.ts";
import { changeClaimed, type ClaimedChange } from "./claimed.ts";
import type { Desk } from "./clinic-desk.ts";
import { dayMeant, doctorMeant, slotMeant, type Meant } from "./meant.ts";

/** Moves the appointment, to another doctor only where one is named; if the new time cannot be had the old one stands. */
export async function rescheduleAppointment(desk: Desk): Promise<FunctionAnswer> {
  const answer = await changeClaimed(desk, (claimed) => move(desk, claimed));
  return { rescheduled: "false", available_slots: [], ...answer };
}

async function move(desk: Desk, claimed: ClaimedChange): Promise<FunctionAnswer> {
  const { bookings, spoken } = desk;
  const present = await bookings.database.stores.appointments.find(claimed.appointmentId);
  const choice = slotMeant(desk, () => doctorIdMeant(desk, present?.doctorId));
  if ("question" in choice) return { message: choice.question.message, reason: "unclear" };
  if (choice.value === null) return offerTimes(desk, present?.doctorId);
  const outcome = await reschedule({ ...claimed, choice: choice.value }, bookings);
  if (outcome.kind === "rescheduled") return { ...spokenRescheduled(outcome, spoken), rescheduled: "true" };
  if (outcome.kind === "unavailable") return { ...spokenUnavailable(outcome, spoken), reason: reasonOf(outcome) };
  return { ...spokenRefusal(outcome, spoken) };
}

function doctorIdMeant(desk: Desk, present: string | undefined): Meant<string> {
  const doctor = doctorMeant(desk);
  if ("question" in doctor) return doctor;
  return { value: doctor.value?.id ?? present ?? "" };
}

async function offerTimes(desk: Desk, present: string | undefined): Promise<FunctionAnswer> {
  const day = dayMeant(desk);
  if ("question" in day) return { message: day.question.message, reason: "unclear" };
  return { ...(await offer(desk, present === undefined ? null : [present], day.value)), reason: "unclear" };
}
