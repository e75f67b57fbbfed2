import { whyNotBookable } from "../domain/booking/slots/booking-troubles.ts";
import type { ClinicTrouble } from "../domain/fleet/repair/drift.ts";
import type { FleetClinic } from "../domain/fleet/ports.ts";
import type { Context } from "./context.ts";

/** Clinics in service at which nothing can be booked. Those without doctors or hours have findings of their own. */
export async function bookingTroubles(
  clinics: readonly FleetClinic[],
  context: Context,
): Promise<readonly ClinicTrouble[]> {
  const troubles: ClinicTrouble[] = [];
  for (const { clinic, doctors, hasHours } of clinics) {
    if (clinic.status !== "active" || doctors === 0 || !hasHours) continue;
    const trouble = await whyNotBookable(clinic.slug, await context.bookings(clinic));
    if (trouble !== null) troubles.push({ slug: clinic.slug, ...trouble });
  }
  return troubles;
}
