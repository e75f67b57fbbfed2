import { MINUTE_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import { patientPhone } from "../clinic/telephone.ts";
import { dateAt } from "../time/zoned-time.ts";
import { type Actor, type Caller, callIdOf, reasonOf } from "./actor.ts";
import { type Appointment, isActive } from "./appointment.ts";
import {
  type Availability,
  type SlotOffer,
  alternativesTo,
  bookableSpan,
  findSlot,
  readAvailability,
  without,
} from "./availability.ts";
import { isBookingLimitReached } from "./booking-limits.ts";
import { holdMinutes } from "./booking-rules.ts";
import { isNameHeard } from "./patient-identity.ts";
import {
  type PatientDetails,
  assertOrdinaryNumber,
  assertPatientDetails,
  enrolPatient,
  nearlySameName,
} from "./patient.ts";
import type { BookingOrigin, BookingPorts, BookingStores, Hold, Patient } from "./ports.ts";
import type { Slot, SlotChoice } from "./slot.ts";

/** Holds that do not block this booking: those of the same call, and waitlist offers made to the same patient. */
export async function ownHolds(
  { callId, patient }: { readonly callId: string | null; readonly patient: Pick<PatientDetails, "phone" | "name"> },
  stores: BookingStores,
): Promise<readonly Hold[]> {
  const ofCall = callId === null ? [] : await stores.holds.ofCall(callId);
  const sharing = await stores.patients.withPhone(patientPhone(patient.phone));
  const family = sharing.filter(({ name }) => isNameHeard(name, patient.name));
  const line = family.length === 0 ? [] : await stores.waitlist.inLine();
  const offers = line.filter(({ patientId }) => family.some(({ id }) => id === patientId));
  const held = await Promise.all(offers.flatMap(({ holdId }) => (holdId === null ? [] : [stores.holds.find(holdId)])));
  return [...ofCall, ...held.filter((hold) => hold !== undefined)];
}

/** Ends the holds that the booking used or collides with; a waitlist entry whose offer this was is served. */
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

/** `limit`: the caller has reached the booking limit. */
export type UnavailableReason = "past" | "too_soon" | "too_far" | "closed" | "taken" | "limit";

/** The slot was not available; nothing was changed. */
export interface Unavailable {
  readonly kind: "unavailable";
  readonly reason: UnavailableReason;
  readonly alternatives: SlotOffer;
}

/** Why a slot is not on offer. "closed": no visit with that doctor can begin at that time. */
export function whyUnavailable(availability: Availability, choice: SlotChoice): UnavailableReason {
  const { from } = bookableSpan(availability.calendar, availability.now);
  if (choice.startsAt < availability.now) return "past";
  if (findSlot({ ...availability, taken: [] }, choice, true) === undefined) return "closed";
  if (findSlot(availability, choice, true) === undefined) return "taken";
  return choice.startsAt < from ? "too_soon" : "too_far";
}

/** When no visit can begin at a time, offer the slots just before and after it. */
const nearestTwo = 2;
const nearestOfDay = 6;

/**
 * Runs a write that returns a reason when the slot is not available. A store that refuses the row (its unique index,
 * the second line of defence) means the same as a conflict found by the rules.
 */
export async function bookOrExplain<T extends { readonly kind: string }>(
  write: () => Promise<T | UnavailableReason>,
  { choice, callId }: { readonly choice: SlotChoice; readonly callId: string | null },
  ports: BookingPorts,
): Promise<T | Unavailable> {
  const outcome = await write().catch((error: unknown) => {
    if (error instanceof AscendiaError && error.code === "conflict") return "taken" as const;
    throw error;
  });
  if (typeof outcome !== "string") return outcome;
  // No other time would help.
  if (outcome === "limit") return { kind: "unavailable", reason: outcome, alternatives: { slots: [], nextDate: null } };
  const nearby = outcome === "closed" ? nearestTwo : nearestOfDay;
  const alternatives = await alternativesTo(choice, { callId, nearby }, ports);
  return { kind: "unavailable", reason: outcome, alternatives };
}

/** Loads what a transaction needs from outside the database (holiday data), so that the transaction never waits. */
export async function warmHolidays({ startsAt }: SlotChoice, ports: BookingPorts): Promise<void> {
  const rules = await ports.database.stores.rules.find();
  const holidays = rules?.holidays ?? null;
  if (holidays === null) return;
  const year = Number(dateAt(startsAt, ports.clinic.timezone).slice(0, 4));
  await Promise.all([year - 1, year, year + 1].map((each) => ports.holidays.ofYear(holidays, each)));
}

export interface BookingRequest {
  readonly choice: SlotChoice;
  readonly patient: PatientDetails;
  readonly by: Actor;
}

/** `repeated`: the same call had already booked it; nothing was written. */
export interface Booked {
  readonly kind: "booked";
  readonly appointment: Appointment;
  readonly patient: Patient;
  readonly repeated: boolean;
}

/**
 * Books the slot, or returns why it is not available and what else is free. Booking the same doctor and time again for
 * the same patient in one call returns the same appointment, so a repeated tool call or a retry after a lost answer
 * books once; for another patient (a parent with two children) the time is taken.
 */
export async function bookAppointment(request: BookingRequest, ports: BookingPorts): Promise<Booked | Unavailable> {
  assertPatientDetails(request.patient);
  await assertOrdinaryNumber(request.patient.phone);
  await warmHolidays(request.choice, ports);
  const write = (): Promise<Booked | UnavailableReason> =>
    ports.database.transact((stores) => writeBooking(request, stores, ports));
  return bookOrExplain(write, { choice: request.choice, callId: callIdOf(request.by) }, ports);
}

async function writeBooking(
  request: BookingRequest,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<Booked | UnavailableReason> {
  const { choice, by } = request;
  const earlier = await bookedInCall(request, stores);
  if (earlier !== undefined) return earlier;
  const { phone } = request.patient;
  if (by.kind === "caller" && (await isBookingLimitReached({ by, phone }, stores, ports))) return "limit";
  const date = dateAt(choice.startsAt, ports.clinic.timezone);
  const own = await ownHolds({ callId: callIdOf(by), patient: request.patient }, stores);
  const all = await readAvailability({ firstDate: date, lastDate: date }, stores, ports);
  const availability = without(
    all,
    own.map(({ id }) => id),
  );
  const slot = findSlot(availability, choice, by.kind === "staff");
  if (slot === undefined) return whyUnavailable(availability, choice);
  const patient = await enrolPatient(request.patient, stores, ports);
  const appointment = newAppointment(slot, { patientId: patient.id, by }, ports);
  await stores.appointments.add(appointment);
  if (by.kind === "caller") await stores.origins.add(originOf(appointment, patient, by));
  await consumeHolds(own, slot, stores);
  await ports.notifyPatient?.({ kind: "booked", appointment, patient }, stores);
  return { kind: "booked", appointment, patient, repeated: false };
}

/** A scheduled appointment in the slot, the first version of its calendar entry. */
export function newAppointment(
  slot: Slot,
  { patientId, by }: { readonly patientId: string; readonly by: Actor },
  { clock, newId }: BookingPorts,
): Appointment {
  const id = newId();
  const now = clock.now();
  return {
    ...slot,
    id,
    patientId,
    status: "scheduled",
    callId: callIdOf(by),
    rescheduledFrom: null,
    changeReason: reasonOf(by),
    calendarUid: id,
    calendarSequence: 0,
    createdAt: now,
    updatedAt: now,
  };
}

/** Booking implies consent to calls only on a number that the caller has shown to be theirs. */
function originOf({ id, createdAt }: Appointment, { phone }: Patient, by: Caller): BookingOrigin {
  const caller = by.number ?? null;
  const isOwn = caller !== null && patientPhone(caller) === phone;
  const phoneConfirmed = isOwn || by.phoneConfirmed === true;
  return { appointmentId: id, caller, phoneConfirmed, bookedAt: createdAt };
}

async function bookedInCall(
  { choice, by, patient: asked }: BookingRequest,
  stores: BookingStores,
): Promise<Booked | undefined> {
  if (by.kind !== "caller") return undefined;
  const ofCall = await stores.appointments.ofCall(by.callId);
  const appointment = ofCall.find(
    (each) => isActive(each) && each.doctorId === choice.doctorId && each.startsAt === choice.startsAt,
  );
  const patient = appointment === undefined ? undefined : await stores.patients.find(appointment.patientId);
  if (appointment === undefined || patient === undefined || !nearlySameName(patient.name, asked.name)) return undefined;
  return { kind: "booked", appointment, patient, repeated: true };
}

export interface HoldRequest {
  readonly choice: SlotChoice;
  readonly callId: string;
}

/** Holds a slot for the call for five minutes. A call has one hold: holding again renews or moves it. */
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
    expiresAt: availability.now + holdMinutes * MINUTE_MS,
  };
  await stores.holds.removeExpired(availability.now);
  for (const { id } of own) await stores.holds.remove(id);
  await stores.holds.add(hold);
  return { kind: "held", hold };
}
