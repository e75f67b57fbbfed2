import { MINUTE_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import { patientPhone } from "../clinic/telephone.ts";
import { contains } from "../time/spans.ts";
import type { DayPart, WallDate } from "../time/wall-date.ts";
import { dateAt, todayIn } from "../time/zoned-time.ts";
import { type Availability, readAvailability, searchSlots } from "./availability.ts";
import { warmHolidays } from "./book-appointment.ts";
import { defaultBookingRules } from "./booking-rules.ts";
import { type PatientDetails, assertOrdinaryNumber, assertPatientDetails, enrolPatient } from "./patient.ts";
import type { BookingPorts, BookingStores, Hold, Patient, WaitlistEntry } from "./ports.ts";
import type { Slot } from "./slot.ts";

/** A freed slot held for someone on the waitlist, and still to be offered to them. */
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

/** Holds the freed time for the first in line it suits; null when it suits no one. Within a transaction. */
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
  const expiresAt = Math.min(ports.clock.now() + waitlistHoldMinutes * MINUTE_MS, slot.startsAt);
  const hold: Hold = { ...slot, id: ports.newId(), callId: null, waitlistEntryId: entry.id, expiresAt };
  const offered: WaitlistEntry = { ...entry, status: "offered", holdId: hold.id };
  await stores.holds.add(hold);
  await stores.waitlist.update(offered);
  return { entry: offered, hold, patient };
}

export interface WaitlistRequest {
  readonly patient: PatientDetails;
  readonly doctorId: string | null;
  readonly typeId: string | null;
  readonly firstDate: WallDate;
  readonly lastDate: WallDate;
  readonly dayPart: DayPart | null;
  /** The call that asks; without one, staff does, and no limit holds. */
  readonly callId?: string | null;
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
    if (known !== undefined) return { entry: known, patient, place: line.indexOf(known) + 1 };
    await assertWithinLimits(request, line, stores);
    const entry = newEntry(request, patient, ports);
    await stores.waitlist.add(entry);
    return { entry, patient, place: line.length + 1 };
  });
}

/** The same limits as for bookings: each entry may lead to a call to the number that was given. @throws conflict */
async function assertWithinLimits(
  { callId = null, patient: { phone } }: WaitlistRequest,
  line: readonly WaitlistEntry[],
  stores: BookingStores,
): Promise<void> {
  if (callId === null) return;
  const { mostPerCall, mostUpcoming } = (await stores.rules.find()) ?? defaultBookingRules;
  const family = new Set((await stores.patients.withPhone(patientPhone(phone))).map(({ id }) => id));
  const ofCall = line.filter((entry) => entry.callId === callId);
  const ofNumber = line.filter(({ patientId }) => family.has(patientId));
  if (ofCall.length < mostPerCall && ofNumber.length < mostUpcoming) return;
  throw new AscendiaError("conflict", "The caller has joined the waitlist as often as a caller may.");
}

/**
 * Offers that expired: their entries lapse and the slots go to the next in line. Runs before free slots are offered to
 * callers, who would otherwise get what others wait for; costs one read when there is no offer.
 */
export async function passOnLapsedOffers(ports: BookingPorts): Promise<readonly WaitlistOffer[]> {
  const offered = (await ports.database.stores.waitlist.inLine()).filter(({ status }) => status === "offered");
  const offers: WaitlistOffer[] = [];
  for (const { id, holdId } of offered) {
    const hold = holdId === null ? undefined : await ports.database.stores.holds.find(holdId);
    if (hold !== undefined) await warmHolidays(hold, ports);
    const offer = await ports.database.transact((stores) => passOn(id, stores, ports));
    if (offer !== null) offers.push(offer);
  }
  return offers;
}

async function passOn(entryId: string, stores: BookingStores, ports: BookingPorts): Promise<WaitlistOffer | null> {
  const entry = await stores.waitlist.find(entryId);
  if (entry?.status !== "offered" || entry.holdId === null) return null;
  const hold = await stores.holds.find(entry.holdId);
  if (hold !== undefined && hold.expiresAt > ports.clock.now()) return null;
  await stores.waitlist.update({ ...entry, status: "lapsed", holdId: null });
  if (hold === undefined) return null;
  await stores.holds.remove(hold.id);
  return offerFreedSlot(hold, stores, ports);
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
  const { doctorId, typeId, firstDate, lastDate, dayPart, callId = null } = request;
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
    createdAt: ports.clock.now(),
  };
}
