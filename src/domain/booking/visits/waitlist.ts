import { AscendiaError } from "../../../errors.ts";
import { patientPhone } from "../../clinic/telephone/telephone.ts";
import type { DayPart, WallDate } from "../../time/wall-date.ts";
import { todayIn, dateAt } from "../../time/zoned-time.ts";
import { startOfToday } from "../patients/booking-limits.ts";
import { defaultBookingRules } from "../booking-rules.ts";
import { type PatientDetails, assertOrdinaryNumber, assertPatientDetails, enrolPatient } from "../patients/patient.ts";
import type { BookingPorts, BookingStores, Patient, WaitlistEntry, Hold, OfferState, OfferedSlot } from "../ports.ts";
import { MINUTE_MS } from "../../../clock.ts";
import { type Span, overlap } from "../../time/spans.ts";
import { type Availability, readAvailability, searchSlots, withHold } from "../slots/availability.ts";
import { type DateRange, warmHolidays } from "../calendar/clinic-calendar.ts";
import type { Slot } from "../slots/slot.ts";

export interface WaitlistRequest {
  readonly patient: PatientDetails;
  readonly doctorId: string | null;
  readonly typeId: string | null;
  readonly firstDate: WallDate;
  readonly lastDate: WallDate;
  readonly dayPart: DayPart | null;
  /** The call that asks; without one, staff ask and no limit applies. */
  readonly callId?: string | null;
  /** The number that the call shows, if it is the caller's own. */
  readonly caller?: string | null;
  /** Whether the patient agreed to be called about it, on that number. */
  readonly mayCall: boolean;
}

export interface JoinedWaitlist {
  readonly entry: WaitlistEntry;
  readonly patient: Patient;
  /** 1 is the first in line. */
  readonly place: number;
}

/** Puts the patient in line for a doctor and window; joining twice for the same keeps the first place. @throws conflict when a call, or calls for one number, joined too often */
export async function joinWaitlist(request: WaitlistRequest, ports: BookingPorts): Promise<JoinedWaitlist> {
  assertPatientDetails(request.patient);
  await assertOrdinaryNumber(request.patient.phone);
  const today = todayIn(ports.clinic.timezone, ports.clock);
  if (request.lastDate < request.firstDate || request.lastDate < today) {
    throw new AscendiaError("invalid", "The waitlist dates are reversed or in the past.", {
      hint: "Ask for the first and the last date that suit the patient.",
    });
  }
  return ports.database.transact(async (stores) => {
    await assertDoctor(request.doctorId, stores);
    const line = await stores.waitlist.inLine();
    const patient = await enrolPatient(request.patient, stores, ports);
    const known = line.find((entry) => entry.patientId === patient.id && sameWish(entry, request));
    if (known !== undefined)
      return { entry: await agreeing(known, request, stores), patient, place: line.indexOf(known) + 1 };
    await assertWithinLimits(request, line, { stores, ports });
    const entry = newEntry(request, patient, ports);
    await stores.waitlist.add(entry);
    return { entry, patient, place: line.length + 1 };
  });
}

/** Records consent to calls that a patient gives only when joining again. */
async function agreeing(
  entry: WaitlistEntry,
  { mayCall }: WaitlistRequest,
  stores: BookingStores,
): Promise<WaitlistEntry> {
  if (entry.mayCall || !mayCall) return entry;
  const agreed = { ...entry, mayCall };
  await stores.waitlist.update(agreed);
  return agreed;
}

/**
 * Applies the limits of bookings, because each entry may lead to a call to the number given. They apply to the call,
 * that number, the calling line, and all of the day's callers who show no number. @throws conflict
 */
async function assertWithinLimits(
  { callId = null, caller = null, patient: { phone } }: WaitlistRequest,
  line: readonly WaitlistEntry[],
  { stores, ports }: { readonly stores: BookingStores; readonly ports: BookingPorts },
): Promise<void> {
  if (callId === null) return;
  const rules = (await stores.rules.find()) ?? defaultBookingRules;
  const family = new Set((await stores.patients.withPhone(patientPhone(phone))).map(({ id }) => id));
  const [byCallers, today] = [line.filter((entry) => entry.callId !== null), startOfToday(ports)];
  const ofCaller = byCallers.filter((entry) => entry.caller === caller);
  const newOfCaller = ofCaller.filter(({ createdAt }) => createdAt >= today).length;
  const isOver =
    byCallers.filter((entry) => entry.callId === callId).length >= rules.mostPerCall ||
    line.filter(({ patientId }) => family.has(patientId)).length >= rules.mostUpcoming ||
    (caller === null
      ? newOfCaller >= rules.mostWithheld
      : newOfCaller >= rules.mostPerDay || ofCaller.length >= rules.mostUpcoming);
  if (isOver) throw new AscendiaError("conflict", "The caller has reached the limit of waitlist entries.");
}

/** Takes the patient off the waitlist; a slot offered to them goes to the next in line. Runs within a transaction. */
export async function leaveWaitlist(
  entryId: string,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<readonly WaitlistOffer[]> {
  const entry = await stores.waitlist.find(entryId);
  if (entry === undefined || !isInLine(entry)) return [];
  await stores.waitlist.update({ ...entry, status: "cancelled" });
  if (entry.holdId === null) return [];
  return settleOffer({ offerId: entry.holdId, state: "withdrawn", reason: "LEFT_WAITLIST" }, stores, ports);
}

function isInLine({ status }: Pick<WaitlistEntry, "status">): boolean {
  return status === "waiting" || status === "offered";
}

async function assertDoctor(doctorId: string | null, stores: BookingStores): Promise<void> {
  if (doctorId === null || (await stores.doctors.list()).some(({ id }) => id === doctorId)) return;
  throw new AscendiaError("not_found", `The clinic has no doctor with the id "${doctorId}".`, {
    hint: "List the clinic's doctors and use one of their ids, or no id for any doctor.",
  });
}

function sameWish(entry: WaitlistEntry, { doctorId, typeId, firstDate, lastDate, dayPart }: WaitlistRequest): boolean {
  return (
    entry.doctorId === doctorId &&
    entry.typeId === typeId &&
    entry.firstDate === firstDate &&
    entry.lastDate === lastDate &&
    entry.dayPart === dayPart
  );
}

function newEntry(request: WaitlistRequest, { id: patientId }: Patient, ports: BookingPorts): WaitlistEntry {
  const { doctorId, typeId, firstDate, lastDate, dayPart, callId = null, caller = null, mayCall } = request;
  return {
    id: ports.newId(),
    patientId,
    doctorId,
    typeId,
    firstDate,
    lastDate,
    dayPart,
    status: "waiting",
    holdId: null,
    callId,
    caller,
    mayCall,
    createdAt: ports.clock.now(),
  };
}

/** A freed slot held for a patient on the waitlist, who is yet to be called about it. */
export interface WaitlistOffer {
  readonly entry: WaitlistEntry;
  readonly hold: Hold;
  readonly patient: Patient;
}

/** A doctor's time that can be booked again; null: every doctor's, as when a closure is lifted. */
export interface FreedTime extends Span {
  readonly doctorId: string | null;
}

/** Kind of the job that calls the patient about an offer (outreach/waitlist-calls.ts). */
export const waitlistCallKind = "waitlist-call";

/**
 * Holds the freed time for the first in line it suits, and orders calls about it. A phone number has one open offer at
 * a time and is never offered the same slot twice. Runs within a transaction.
 */
export async function offerFreedTime(
  freed: FreedTime,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<readonly WaitlistOffer[]> {
  const line = await stores.waitlist.inLine();
  const waiting = line.filter(({ status }) => status === "waiting");
  const range = rangeOf(freed, waiting, ports);
  if (range === null) return [];
  let availability = await readAvailability(range, stores, ports);
  const offers: WaitlistOffer[] = [];
  const busy = await phonesWithOffer(stores);
  for (const entry of waiting) {
    const patient = await stores.patients.find(entry.patientId);
    if (patient === undefined || busy.has(patient.phone)) continue;
    const slot = await suitingSlot({ entry, patient, freed }, availability, stores);
    if (slot === undefined) continue;
    const offer = await holdFor(entry, { slot, patient }, { stores, ports });
    availability = withHold(availability, offer.hold);
    busy.add(patient.phone);
    offers.push(offer);
  }
  return offers;
}

/** The dates of the freed time that anyone is waiting for. */
function rangeOf(freed: FreedTime, waiting: readonly WaitlistEntry[], { clinic }: BookingPorts): DateRange | null {
  const [first, last] = [dateAt(freed.from, clinic.timezone), dateAt(freed.to - 1, clinic.timezone)];
  const firsts = waiting.map(({ firstDate }) => (firstDate > first ? firstDate : first)).toSorted();
  const lasts = waiting.map(({ lastDate }) => (lastDate < last ? lastDate : last)).toSorted();
  const [firstDate, lastDate] = [firsts[0], lasts.at(-1)];
  if (firstDate === undefined || lastDate === undefined || lastDate < firstDate) return null;
  return { firstDate, lastDate };
}

/** A number with an open offer is not called about a second slot. */
async function phonesWithOffer({ offered, patients }: BookingStores): Promise<Set<string>> {
  const phones = new Set<string>();
  for (const { patientId } of await offered.open()) {
    const patient = await patients.find(patientId);
    if (patient !== undefined) phones.add(patient.phone);
  }
  return phones;
}

interface Wish {
  readonly entry: WaitlistEntry;
  readonly patient: Patient;
  readonly freed: FreedTime;
}

async function suitingSlot(
  { entry, patient, freed }: Wish,
  availability: Availability,
  stores: BookingStores,
): Promise<Slot | undefined> {
  const { doctorId, typeId, dayPart, firstDate, lastDate } = entry;
  if (doctorId !== null && freed.doctorId !== null && doctorId !== freed.doctorId) return undefined;
  const dates = availability.calendar.dates.filter((date) => firstDate <= date && date <= lastDate);
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const doctor = doctorId ?? freed.doctorId;
  const doctorIds = doctor === null ? null : [doctor];
  const slots = searchSlots(availability, { doctorIds, typeId, dayPart, firstDate: first, lastDate: last });
  for (const slot of slots) {
    const isFreed = overlap({ from: slot.startsAt, to: slot.endsAt }, freed);
    if (isFreed && !(await wasOffered(slot, patient, stores))) return slot;
  }
  return undefined;
}

async function wasOffered(slot: Slot, { id, phone }: Patient, { offered, patients }: BookingStores): Promise<boolean> {
  const before = await offered.ofSlot(slot);
  if (before.length === 0) return false;
  const family = new Set((await patients.withPhone(phone)).map((patient) => patient.id));
  return before.some(({ patientId }) => patientId === id || family.has(patientId));
}

async function holdFor(
  entry: WaitlistEntry,
  { slot, patient }: { readonly slot: Slot; readonly patient: Patient },
  { stores, ports }: { readonly stores: BookingStores; readonly ports: BookingPorts },
): Promise<WaitlistOffer> {
  const { waitlistHoldMinutes } = (await stores.rules.find()) ?? defaultBookingRules;
  const now = ports.clock.now();
  const expiresAt = Math.min(now + waitlistHoldMinutes * MINUTE_MS, slot.startsAt);
  const hold: Hold = { ...slot, id: ports.newId(), callId: null, waitlistEntryId: entry.id, expiresAt };
  const offeredEntry: WaitlistEntry = { ...entry, status: "offered", holdId: hold.id };
  const { doctorId, startsAt, endsAt } = slot;
  const facts = { entryId: entry.id, patientId: patient.id, doctorId, startsAt, endsAt };
  await stores.holds.add(hold);
  await stores.offered.add({ ...facts, id: hold.id, state: "open", reason: null, offeredAt: now, settledAt: null });
  await stores.waitlist.update(offeredEntry);
  const payload = JSON.stringify({ offerId: hold.id });
  await stores.jobs.order({ kind: waitlistCallKind, key: hold.id, payload, dueAt: now });
  return { entry: offeredEntry, hold, patient };
}

export interface OfferEnd {
  readonly offerId: string;
  readonly state: Exclude<OfferState, "open" | "accepted">;
  readonly reason: string;
}

/**
 * Ends an open offer: its patient keeps waiting, and the slot goes to the next in line. Ending it again changes
 * nothing. Runs within a transaction, after `warmHolidays`.
 */
export async function settleOffer(
  { offerId, state, reason }: OfferEnd,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<readonly WaitlistOffer[]> {
  const offer = await stores.offered.find(offerId);
  if (offer?.state !== "open") return [];
  const now = ports.clock.now();
  await stores.offered.update({ ...offer, state, reason, settledAt: now });
  await stores.holds.remove(offerId);
  const entry = await stores.waitlist.find(offer.entryId);
  if (entry?.status === "offered") {
    const isOver = entry.lastDate < todayIn(ports.clinic.timezone, ports.clock);
    await stores.waitlist.update({ ...entry, status: isOver ? "lapsed" : "waiting", holdId: null });
  }
  const { doctorId, startsAt: from, endsAt: to } = offer;
  return offerFreedTime({ doctorId, from, to }, stores, ports);
}

/**
 * Passes lapsed offers to the next in line. Runs before callers are offered free slots, so that they do not get slots
 * others are waiting for. Costs one read when there is no offer.
 */
export async function passOnLapsedOffers(ports: BookingPorts): Promise<readonly WaitlistOffer[]> {
  const { stores } = ports.database;
  const offers: WaitlistOffer[] = [];
  for (const offer of await stores.offered.open()) {
    if (!(await isLapsed(offer, stores, ports))) continue;
    await warmHolidays(offer, ports);
    const next = await ports.database.transact(async (inner) => {
      if (!(await isLapsed(offer, inner, ports))) return [];
      return settleOffer({ offerId: offer.id, state: "unanswered", reason: "EXPIRED" }, inner, ports);
    });
    offers.push(...next);
  }
  return offers;
}

/** The hold decides, because a call may have extended it. */
async function isLapsed(
  { id }: OfferedSlot,
  { holds }: Pick<BookingStores, "holds">,
  { clock }: BookingPorts,
): Promise<boolean> {
  const hold = await holds.find(id);
  return hold === undefined || hold.expiresAt <= clock.now();
}
