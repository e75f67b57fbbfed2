import { patientPhone } from "../clinic/telephone.ts";
import { startOfDay, todayIn } from "../time/zoned-time.ts";
import type { Caller } from "./actor.ts";
import { isActive } from "./appointment.ts";
import { defaultBookingRules } from "./booking-rules.ts";
import type { BookingPorts, BookingStores } from "./ports.ts";

/**
 * Whether the caller has booked as much as one may: in this call, or from or for one number. Else one call could book
 * a clinic's whole week. Within the transaction that books.
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

/** Of everybody who has that number. What staff booked is there, but is nothing that callers did today. */
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
