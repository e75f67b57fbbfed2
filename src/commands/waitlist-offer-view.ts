import type { WaitlistOffer } from "../domain/booking/offer-freed-slot.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import { dateAt, wallTimeAt } from "../domain/time/zoned-time.ts";
import { terminalSafe } from "../terminal/table.ts";

export function offerJson(offer: WaitlistOffer | null) {
  if (offer === null) return null;
  return { patient: offer.patient.name, kept_until: new Date(offer.hold.expiresAt).toISOString() };
}

export function offerLines(offer: WaitlistOffer | null, { timezone }: Clinic): readonly string[] {
  if (offer === null) return [];
  const until = `${dateAt(offer.hold.expiresAt, timezone)} ${wallTimeAt(offer.hold.expiresAt, timezone)}`;
  return [terminalSafe(`The freed time is kept until ${until} for ${offer.patient.name}, first on the waitlist.`)];
}
