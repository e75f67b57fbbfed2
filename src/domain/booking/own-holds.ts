import { patientPhone } from "./patient-phone.ts";
import type { BookingStores } from "./ports.ts";
import type { Hold } from "./records.ts";
import type { Slot } from "./slot.ts";

/** Holds that are no obstacle to this booking: those of the same call, and waitlist offers made to the same phone. */
export async function ownHolds(
  { callId, phone }: { readonly callId: string | null; readonly phone: string | null },
  stores: BookingStores,
): Promise<readonly Hold[]> {
  const ofCall = callId === null ? [] : await stores.holds.ofCall(callId);
  const family = phone === null ? [] : await stores.patients.withPhone(patientPhone(phone));
  const line = family.length === 0 ? [] : await stores.waitlist.inLine();
  const offers = line.filter(({ patientId }) => family.some(({ id }) => id === patientId));
  const held = await Promise.all(offers.flatMap(({ holdId }) => (holdId === null ? [] : [stores.holds.find(holdId)])));
  return [...ofCall, ...held.filter((hold) => hold !== undefined)];
}

/** Ends the holds that the booking used up or stands in the way of; a waitlist entry whose offer this was is served. */
export async function consumeHolds(holds: readonly Hold[], slot: Slot, stores: BookingStores): Promise<void> {
  for (const hold of holds) {
    if (hold.waitlistEntryId === null) await stores.holds.remove(hold.id);
    else if (collide(hold, slot)) await serveEntry(hold, hold.waitlistEntryId, stores);
  }
}

async function serveEntry(hold: Hold, entryId: string, stores: BookingStores): Promise<void> {
  await stores.holds.remove(hold.id);
  const entry = await stores.waitlist.find(entryId);
  if (entry !== undefined) await stores.waitlist.update({ ...entry, status: "booked", holdId: null });
}

function collide(hold: Hold, slot: Slot): boolean {
  const shared = hold.doctorId === slot.doctorId || (hold.roomId !== null && hold.roomId === slot.roomId);
  return shared && hold.blockedFrom < slot.blockedTo && slot.blockedFrom < hold.blockedTo;
}
