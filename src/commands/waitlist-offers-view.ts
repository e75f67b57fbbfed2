import type { WaitlistOffer } from "../domain/booking/visits/waitlist.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import { dateAt, wallTimeAt } from "../domain/time/zoned-time.ts";
import { terminalSafe } from "../terminal/table.ts";

export function offersJson(offers: readonly WaitlistOffer[]) {
  return offers.map(({ patient, hold }) => ({
    patient: patient.name,
    starts_at: new Date(hold.startsAt).toISOString(),
    kept_until: new Date(hold.expiresAt).toISOString(),
  }));
}

export function offersLines(offers: readonly WaitlistOffer[], { timezone }: Clinic): readonly string[] {
  const at = (instantOf: number): string => `${dateAt(instantOf, timezone)} ${wallTimeAt(instantOf, timezone)}`;
  return offers.map(({ hold, patient }) =>
    terminalSafe(
      `${at(hold.startsAt)} is held until ${at(hold.expiresAt)} for ${patient.name}, the first person on the waitlist it suits.`,
    ),
  );
}
