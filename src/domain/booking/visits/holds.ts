import { MINUTE_MS } from "../../../clock.ts";
import { patientPhone } from "../../clinic/telephone/telephone.ts";
import { dateAt } from "../../time/zoned-time.ts";
import { type Availability, findSlot, readAvailability, without } from "../slots/availability.ts";
import { holdMinutes, mostHeld } from "../booking-rules.ts";
import { type Slot, type SlotChoice, distinctTimes } from "../slots/slot.ts";
import { warmHolidays } from "../calendar/clinic-calendar.ts";
import { isNameHeard } from "../patients/patient-identity.ts";
import type { PatientDetails } from "../patients/patient.ts";
import type { BookingPorts, BookingStores, Hold, Patient } from "../ports.ts";

interface HoldRequest {
  readonly choices: readonly SlotChoice[];
  readonly callId: string;
}

/**
 * Replaces the call's holds by holds on the chosen slots while the caller decides: until the call ends or books, at
 * most for `holdMinutes`. @returns the holds; a taken slot gets none
 */
export async function holdOffered({ choices, callId }: HoldRequest, ports: BookingPorts): Promise<readonly Hold[]> {
  for (const choice of choices) await warmHolidays(choice, ports);
  return ports.database.transactForHolds(async (stores) => {
    await endHolds(callId, stores, ports);
    const held: Hold[] = [];
    for (const choice of choices.slice(0, mostHeld)) {
      const slot = await freeSlot(choice, stores, ports);
      if (slot !== undefined) held.push(await holdSlot(slot, callId, { stores, ports }));
    }
    return held;
  });
}

/** Ends the call's holds. Call it in the transaction that makes their replacements. */
export async function endHolds(callId: string, stores: BookingStores, { clock }: BookingPorts): Promise<void> {
  await stores.holds.removeOfCall(callId);
  await stores.holds.removeExpired(clock.now());
}

/** Holds slots that this same transaction found free. */
export async function holdFree(
  found: readonly Slot[],
  callId: string,
  { stores, ports }: { readonly stores: BookingStores; readonly ports: BookingPorts },
): Promise<void> {
  const held: Hold[] = [];
  for (const each of found.slice(0, mostHeld)) {
    const isTaken = held.some((hold) => collide(hold, each));
    const slot = isTaken ? await freeSlot(each, stores, ports) : each;
    if (slot !== undefined) held.push(await holdSlot(slot, callId, { stores, ports }));
  }
}

async function freeSlot(choice: SlotChoice, stores: BookingStores, ports: BookingPorts): Promise<Slot | undefined> {
  const date = dateAt(choice.startsAt, ports.clinic.timezone);
  return findSlot(await readAvailability({ firstDate: date, lastDate: date }, stores, ports), choice);
}

async function holdSlot(
  slot: Slot,
  callId: string,
  { stores, ports }: { readonly stores: BookingStores; readonly ports: BookingPorts },
): Promise<Hold> {
  const expiresAt = Math.min(ports.clock.now() + holdMinutes * MINUTE_MS, slot.startsAt);
  const hold: Hold = { ...slot, id: ports.newId(), callId, waitlistEntryId: null, expiresAt };
  await stores.holds.add(hold);
  return hold;
}

/**
 * Which offered slots to hold: the first ones, but on each day at most all free times but one, so that no caller holds
 * a whole day. The only free time of a day can be held.
 */
export function slotsToHold(offered: readonly Slot[], free: readonly Slot[], zone: string): readonly Slot[] {
  const dateOf = ({ startsAt }: Slot): string => dateAt(startsAt, zone);
  const freeDates = distinctTimes(free).map(dateOf);
  const chosen: Slot[] = [];
  for (const slot of distinctTimes(offered)) {
    const date = dateOf(slot);
    const isOfDate = (each: string): boolean => each === date;
    const mostOfDate = Math.max(1, freeDates.filter(isOfDate).length - 1);
    if (chosen.length < mostHeld && chosen.map(dateOf).filter(isOfDate).length < mostOfDate) chosen.push(slot);
  }
  return chosen;
}

/**
 * Holds that do not block a booking: those of the same call, and waitlist offers made to the same patient.
 * @param sharing the patients with the same phone, if already read
 */
export async function ownHolds(
  { callId, patient }: { readonly callId: string | null; readonly patient: Pick<PatientDetails, "phone" | "name"> },
  stores: BookingStores,
  sharing?: readonly Patient[],
): Promise<readonly Hold[]> {
  const ofCall = callId === null ? [] : await stores.holds.ofCall(callId);
  const known = sharing ?? (await stores.patients.withPhone(patientPhone(patient.phone)));
  const family = known.filter(({ name }) => isNameHeard(name, patient.name));
  const line = family.length === 0 ? [] : await stores.waitlist.inLine();
  const offers = line.filter(({ patientId }) => family.some(({ id }) => id === patientId));
  const held = await Promise.all(offers.flatMap(({ holdId }) => (holdId === null ? [] : [stores.holds.find(holdId)])));
  return [...ofCall, ...held.filter((hold) => hold !== undefined)];
}

interface WantedSlot {
  readonly choice: SlotChoice;
  /** Holds that do not block the slot. */
  readonly own: readonly Hold[];
  readonly byStaff: boolean;
}

/**
 * The slot, if it can be booked, and the availability in which it was found. If staff find no slot otherwise, they
 * ignore all holds.
 */
export function findBookable(
  { choice, own, byStaff }: WantedSlot,
  all: Availability,
): { readonly slot: Slot | undefined; readonly availability: Availability } {
  const availability = without(all, idsOf(own));
  const slot = findSlot(availability, choice, byStaff);
  if (slot !== undefined || !byStaff) return { slot, availability };
  const overAll = without(availability, idsOf(all.holds));
  return { slot: findSlot(overAll, choice, byStaff), availability: overAll };
}

function idsOf(holds: readonly Hold[]): readonly string[] {
  return holds.map(({ id }) => id);
}

/**
 * Ends the call's holds and every hold on the booked slot. A waitlist entry that was offered this slot is served; an
 * entry whose slot staff gave away keeps waiting.
 */
export async function consumeHolds(
  { slot, own }: { readonly slot: Slot; readonly own: readonly Hold[] },
  { holds }: Availability,
  { stores, now }: { readonly stores: BookingStores; readonly now: number },
): Promise<void> {
  for (const hold of own) if (hold.waitlistEntryId === null) await stores.holds.remove(hold.id);
  for (const hold of own.filter((each) => collide(each, slot))) await endHold(hold, { isServed: true, now }, stores);
  const others = holds.filter((hold) => !idsOf(own).includes(hold.id) && collide(hold, slot));
  for (const hold of others) await endHold(hold, { isServed: false, now }, stores);
}

async function endHold(
  { id, waitlistEntryId }: Hold,
  { isServed, now }: { readonly isServed: boolean; readonly now: number },
  stores: BookingStores,
): Promise<void> {
  await stores.holds.remove(id);
  const entry = waitlistEntryId === null ? undefined : await stores.waitlist.find(waitlistEntryId);
  const offer = await stores.offered.find(id);
  const state = isServed ? "accepted" : "withdrawn";
  const reason = isServed ? null : "TAKEN_BY_STAFF";
  if (offer?.state === "open") await stores.offered.update({ ...offer, state, reason, settledAt: now });
  if (entry !== undefined) {
    await stores.waitlist.update({ ...entry, status: isServed ? "booked" : "waiting", holdId: null });
  }
}

function collide(hold: Hold, slot: Slot): boolean {
  const shared = hold.doctorId === slot.doctorId || (hold.roomId !== null && hold.roomId === slot.roomId);
  return shared && hold.blockedFrom < slot.blockedTo && slot.blockedFrom < hold.blockedTo;
}
