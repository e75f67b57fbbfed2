import { findSlots } from "../../domain/booking/find-slots.ts";
import { spokenSlots } from "../../domain/booking/spoken-slots.ts";
import { passOnLapsedOffers } from "../../domain/booking/waitlist.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { Desk } from "./clinic-desk.ts";
import { dayMeant, doctorMeant, type DayMeant } from "./meant.ts";

/** Free times of the doctor, or of any where none was named. What is unclear is asked back, with nothing on offer. */
export async function checkAvailability(desk: Desk): Promise<FunctionAnswer> {
  const doctor = doctorMeant(desk);
  if ("question" in doctor) return nothing(doctor.question.message);
  const day = dayMeant(desk);
  if ("question" in day) return nothing(day.question.message);
  return offer(desk, doctor.value === null ? null : [doctor.value.id], day.value);
}

export async function offer(
  { request, bookings, spoken }: Desk,
  doctorIds: readonly string[] | null,
  { date, dayPart }: DayMeant,
): Promise<FunctionAnswer> {
  // A lapsed offer is the next in line's before it is anybody's.
  await passOnLapsedOffers(bookings);
  const search = { doctorIds, typeId: null, firstDate: date, lastDate: date, dayPart, callId: request.callId };
  const found = await findSlots(search, bookings);
  return { ...spokenSlots(found, date, spoken), available: String(found.slots.length > 0), date };
}

function nothing(message: string): FunctionAnswer {
  return { message, available: "false", available_slots: [] };
}
