import { contains } from "../time/spans.ts";
import { dateAt } from "../time/zoned-time.ts";
import type { BookingPorts, BookingStores } from "./ports.ts";
import type { Hold, Patient, WaitlistEntry } from "./records.ts";
import type { Slot } from "./slot.ts";
import type { Availability } from "./slot-search.ts";
import { readAvailability, searchSlots } from "./slot-search.ts";
import { defaultBookingRules } from "./booking-rules.ts";

/** A freed slot that is kept for someone of the waitlist, to be told to them. */
export interface WaitlistOffer {
  readonly entry: WaitlistEntry;
  readonly hold: Hold;
  readonly patient: Patient;
}

export interface FreedSlot {
  readonly doctorId: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

/** Holds the freed time for the first in line whom it suits; null when it suits nobody. Within a transaction. */
export async function offerFreedSlot(
  freed: FreedSlot,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<WaitlistOffer | null> {
  const waiting = (await stores.waitlist.inLine()).filter(({ status }) => status === "waiting");
  if (waiting.length === 0) return null;
  const date = dateAt(freed.startsAt, ports.clinic.timezone);
  const availability = await readAvailability({ firstDate: date, lastDate: date }, stores, ports);
  for (const entry of waiting) {
    const slot = suitingSlot(entry, freed, availability);
    const patient = slot === undefined ? undefined : await stores.patients.find(entry.patientId);
    if (slot !== undefined && patient !== undefined) return holdFor(entry, { slot, patient }, { stores, ports });
  }
  return null;
}

function suitingSlot(entry: WaitlistEntry, freed: FreedSlot, availability: Availability): Slot | undefined {
  if (entry.doctorId !== null && entry.doctorId !== freed.doctorId) return undefined;
  const date = dateAt(freed.startsAt, availability.calendar.zone);
  if (date < entry.firstDate || date > entry.lastDate) return undefined;
  const { typeId, dayPart } = entry;
  const search = { doctorIds: [freed.doctorId], typeId, dayPart, firstDate: date, lastDate: date };
  const freedSpan = { from: freed.startsAt, to: freed.endsAt };
  return searchSlots(availability, search).find(({ startsAt }) =>
    contains(freedSpan, { from: startsAt, to: startsAt + 1 }),
  );
}

async function holdFor(
  entry: WaitlistEntry,
  { slot, patient }: { readonly slot: Slot; readonly patient: Patient },
  { stores, ports }: { readonly stores: BookingStores; readonly ports: BookingPorts },
): Promise<WaitlistOffer> {
  const { waitlistHoldMinutes } = (await stores.rules.find()) ?? defaultBookingRules;
  const expiresAt = Math.min(ports.clock.now() + waitlistHoldMinutes * 60_000, slot.startsAt);
  const hold: Hold = { ...slot, id: ports.newId(), callId: null, waitlistEntryId: entry.id, expiresAt };
  const offered: WaitlistEntry = { ...entry, status: "offered", holdId: hold.id };
  await stores.holds.add(hold);
  await stores.waitlist.update(offered);
  return { entry: offered, hold, patient };
}
