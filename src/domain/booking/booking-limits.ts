import { patientPhone } from "../clinic/telephone.ts";
import { startOfDay, todayIn } from "../time/zoned-time.ts";
import type { Caller } from "./actor.ts";
import { isActive } from "./appointment.ts";
import { defaultBookingRules } from "./booking-rules.ts";
import type { BookingPorts, BookingStores } from "./ports.ts";

/**
 * Whether the caller has reached the booking limit: in this call, or from or for one number. Without it one call could
 * book a clinic's whole week. Runs within the booking transaction.
 */
export async function isBookingLimitReached(
  { by, phone }: { readonly by: Caller; readonly phone: string },
  stores: BookingStores,
  { clinic, clock }: Pick<BookingPorts, "clinic" | "clock">,
): Promise<boolean> {
  const rules = (await stores.rules.find()) ?? defaultBookingRules;
  const ofCall = await stores.appointments.ofCall(by.callId);
  if (ofCall.filter(({ rescheduledFrom }) => rescheduledFrom === null).length >= rules.mostPerCall) return true;
  const span = { from: startOfDay(todayIn(clinic.timezone, clock), clinic.timezone), now: clock.now() };
  const isOver = ({ booked, upcoming }: { readonly booked: number; readonly upcoming: number }): boolean =>
    booked >= rules.mostPerDay || upcoming >= rules.mostUpcoming;
  if (isOver(await countOfPhone(phone, span, stores))) return true;
  return typeof by.number === "string" && isOver(await stores.origins.countOf(by.number, span));
}

/** Counts every patient with that number. Staff bookings count as upcoming, but not as what callers booked today. */
async function countOfPhone(
  phone: string,
  { from, now }: { readonly from: number; readonly now: number },
  { patients, appointments }: BookingStores,
): Promise<{ readonly booked: number; readonly upcoming: number }> {
  const family = await patients.withPhone(patientPhone(phone));
  const all = (await Promise.all(family.map(({ id }) => appointments.ofPatient(id)))).flat();
  const fresh = all.filter(({ rescheduledFrom, callId }) => rescheduledFrom === null && callId !== null);
  return {
    booked: fresh.filter(({ createdAt }) => createdAt >= from).length,
    upcoming: all.filter((appointment) => isActive(appointment) && appointment.startsAt > now).length,
  };
}
