import { dateAt } from "../time/zoned-time.ts";
import { holdMinutes } from "./booking-rules.ts";
import type { BookingPorts, BookingStores } from "./ports.ts";
import type { Hold } from "./records.ts";
import type { SlotChoice } from "./slot.ts";
import { findSlot, readAvailability, without } from "./slot-search.ts";
import type { Unavailable, UnavailableReason } from "./unavailable.ts";
import { bookOrExplain, warmHolidays, whyUnavailable } from "./unavailable.ts";

export interface HoldRequest {
  readonly choice: SlotChoice;
  readonly callId: string;
}

/** Keeps a slot for the call for five minutes. A call has one hold: holding again renews it or moves it. */
export async function holdSlot(
  request: HoldRequest,
  ports: BookingPorts,
): Promise<{ readonly kind: "held"; readonly hold: Hold } | Unavailable> {
  await warmHolidays(request.choice, ports);
  return bookOrExplain(() => ports.database.transact((stores) => writeHold(request, stores, ports)), request, ports);
}

async function writeHold(
  { choice, callId }: HoldRequest,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<{ readonly kind: "held"; readonly hold: Hold } | UnavailableReason> {
  const date = dateAt(choice.startsAt, ports.clinic.timezone);
  const own = await stores.holds.ofCall(callId);
  const all = await readAvailability({ firstDate: date, lastDate: date }, stores, ports);
  const availability = without(
    all,
    own.map(({ id }) => id),
  );
  const slot = findSlot(availability, choice);
  if (slot === undefined) return whyUnavailable(availability, choice);
  const hold: Hold = {
    ...slot,
    id: ports.newId(),
    callId,
    waitlistEntryId: null,
    expiresAt: availability.now + holdMinutes * 60_000,
  };
  await stores.holds.removeExpired(availability.now);
  for (const { id } of own) await stores.holds.remove(id);
  await stores.holds.add(hold);
  return { kind: "held", hold };
}
