import { AscendiaError } from "../../../errors.ts";
import { patientPhone } from "../../clinic/telephone/telephone.ts";
import { dateAt } from "../../time/zoned-time.ts";
import { type Actor, type Caller, callIdOf, reasonOf } from "../patients/patient-identity.ts";
import { type Appointment, isActive } from "../appointment.ts";
import {
  type Availability,
  type SlotOffer,
  alternativesTo,
  findOverbookable,
  findSlot,
  isHalfFree,
  readAvailability,
  without,
  withoutCalls,
} from "../slots/availability.ts";
import { bookableSpan } from "../slots/horizon.ts";
import { type LimitReached, limitReached } from "../patients/booking-limits.ts";
import { delayId } from "../slots/late-doctors.ts";
import { type PlannedVisit, followInCalendars } from "../calendar-entries.ts";
import { warmHolidays } from "../calendar/clinic-calendar.ts";
import { consumeHolds, findBookable, ownHolds, holdOffered } from "./holds.ts";
import {
  type PatientDetails,
  assertOrdinaryNumber,
  assertPatientDetails,
  enrolPatient,
  nearlySameName,
} from "../patients/patient.ts";
import type { BookingOrigin, BookingPorts, BookingStores, Hold, Patient } from "../ports.ts";
import type { Slot, SlotChoice } from "../slots/slot.ts";
import { transactInCalendars } from "./transact-in-calendars.ts";

/** `held`: another caller is choosing the slot. `same_day`: reserved for callers of that day. */
export type UnavailableReason =
  | "past"
  | "too_soon"
  | "too_far"
  | "same_day"
  | "closed"
  | "taken"
  | "held"
  | LimitReached;

/** The slot was not available; nothing was changed. */
export interface Unavailable {
  readonly kind: "unavailable";
  readonly reason: UnavailableReason;
  readonly alternatives: SlotOffer;
}

/** Why a slot is not on offer. "closed": no visit with that doctor can begin at that time. */
function whyUnavailable(availability: Availability, choice: SlotChoice): UnavailableReason {
  const { from, to } = bookableSpan(availability.calendar, availability.now);
  if (choice.startsAt < availability.now) return "past";
  if (findSlot({ ...availability, taken: [], busy: [] }, choice, true) === undefined) return "closed";
  if (findSlot(availability, choice, true) === undefined) {
    if (findSlot(without(availability, [delayId]), choice, true) !== undefined) return "too_soon";
    return findSlot(withoutCalls(availability), choice, true) === undefined ? "taken" : "held";
  }
  if (choice.startsAt < from) return "too_soon";
  return choice.startsAt < to ? "same_day" : "too_far";
}

/** When no visit can begin at a time, offer the slots just before and after it. */
const nearestTwo = 2;

const nearestOfDay = 6;

/**
 * Runs a write that returns a reason when the slot is not available. A store that refuses the row (its unique index is
 * the second line of defence) counts as a conflict found by the rules.
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
  if (outcome === "limit" || outcome === "withheld")
    return { kind: "unavailable", reason: outcome, alternatives: { slots: [], nextDate: null } };
  const nearby = outcome === "closed" ? nearestTwo : nearestOfDay;
  const alternatives = await alternativesTo(choice, { callId, nearby }, ports);
  return { kind: "unavailable", reason: outcome, alternatives };
}

export interface BookingRequest {
  readonly choice: SlotChoice;
  readonly patient: PatientDetails;
  readonly by: Actor;
}

/** `repeated`: the same call had already booked this visit; nothing was written. */
export interface Booked {
  readonly kind: "booked";
  readonly appointment: Appointment;
  readonly patient: Patient;
  readonly repeated: boolean;
  /** Whether the number was past its limit and booked anyway, because its visits are spread over days. */
  readonly isPastLimit?: boolean;
}

/**
 * Books the slot, or returns why it is not available and what else is free. A second booking of the same doctor and
 * time for the same patient in one call returns the first appointment, so a repeated tool call, or a retry after a lost
 * response, books once. For another patient (a parent with two children) the time is taken.
 */
export async function bookAppointment(request: BookingRequest, ports: BookingPorts): Promise<Booked | Unavailable> {
  assertPatientDetails(request.patient);
  await assertOrdinaryNumber(request.patient.phone);
  await warmHolidays(request.choice, ports);
  const write = (): Promise<Booked | UnavailableReason> =>
    transactInCalendars({ write: (stores, inner) => writeBooking(request, stores, inner), visitsOf: newVisit }, ports);
  return bookOrExplain(write, { choice: request.choice, callId: callIdOf(request.by) }, ports);
}

/** A refusal and a repetition book nothing. */
function newVisit(outcome: Booked | string): readonly PlannedVisit[] {
  return typeof outcome === "string" || outcome.repeated ? [] : [outcome];
}

async function writeBooking(
  request: BookingRequest,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<Booked | UnavailableReason> {
  const { choice, by } = request;
  const ofCall = by.kind === "caller" ? await stores.appointments.ofCall(by.callId) : [];
  const earlier = await bookedInCall(request, ofCall, stores);
  if (earlier !== undefined) return earlier;
  const date = dateAt(choice.startsAt, ports.clinic.timezone);
  const day = { firstDate: date, lastDate: date, onlyDoctor: choice.doctorId };
  const all = await readAvailability(day, stores, ports);
  const sharing = await stores.patients.withPhone(patientPhone(request.patient.phone));
  const own = await ownHolds({ callId: callIdOf(by), patient: request.patient }, stores, sharing);
  const found = slotFor({ choice, own, by }, all);
  if (typeof found === "string") return found;
  const { slot, overbookReason } = found;
  const isDayHalfFree = (): boolean => isHalfFree(all, choice);
  const limit =
    by.kind === "caller" ? await limitReached({ by, ofCall, sharing, date, isDayHalfFree }, stores, ports) : undefined;
  if (limit === "limit" || limit === "withheld") return limit;
  const patient = await enrolPatient(request.patient, stores, ports, sharing);
  const made = newAppointment(slot, { patientId: patient.id, by }, ports);
  const appointment = { ...made, overbookReason };
  await stores.appointments.add(appointment);
  if (by.kind === "caller") await stores.origins.add(originOf(appointment, patient, by));
  await consumeHolds({ slot, own }, all, { stores, now: ports.clock.now() });
  await followInCalendars(appointment, stores, ports);
  await ports.notifyPatient?.({ kind: "booked", appointment, patient }, stores);
  const booked = { kind: "booked", appointment, patient, repeated: false } as const;
  return limit === "spread" ? { ...booked, isPastLimit: true } : booked;
}

/**
 * The slot, if it can be booked; staff who overbook also get a taken one, with their reason. Otherwise why it is
 * unavailable.
 */
export function slotFor(
  { choice, own, by }: { readonly choice: SlotChoice; readonly own: readonly Hold[]; readonly by: Actor },
  all: Availability,
): { readonly slot: Slot; readonly overbookReason: string | null } | UnavailableReason {
  const found = findBookable({ choice, own, byStaff: by.kind === "staff" }, all);
  if (found.slot !== undefined) return { slot: found.slot, overbookReason: null };
  const taken = by.kind === "staff" && by.overbooks === true ? findOverbookable(all, choice) : undefined;
  if (taken === undefined) return whyUnavailable(found.availability, choice);
  return { slot: taken, overbookReason: reasonOf(by) };
}

/** A scheduled appointment in the slot, with the first version of its calendar entry. */
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
    overbookReason: null,
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
  return { appointmentId: id, caller, phoneConfirmed, proven: by.provenPatientId !== undefined, bookedAt: createdAt };
}

async function bookedInCall(
  { choice, patient: asked }: BookingRequest,
  ofCall: readonly Appointment[],
  stores: BookingStores,
): Promise<Booked | undefined> {
  const appointment = ofCall.find(
    (each) => isActive(each) && each.doctorId === choice.doctorId && each.startsAt === choice.startsAt,
  );
  const patient = appointment === undefined ? undefined : await stores.patients.find(appointment.patientId);
  if (appointment === undefined || patient === undefined || !nearlySameName(patient.name, asked.name)) return undefined;
  return { kind: "booked", appointment, patient, repeated: true };
}

/** One of a family's visits. */
interface VisitOf {
  readonly choice: SlotChoice;
  readonly patient: PatientDetails;
}

interface BookedTogether {
  readonly kind: "booked";
  readonly visits: readonly Booked[];
}

/** Books all of the visits, or none when one of them is not available. */
export async function bookTogether(
  visits: readonly [VisitOf, ...VisitOf[]],
  by: Caller,
  ports: BookingPorts,
): Promise<BookedTogether | Unavailable> {
  for (const { choice, patient } of visits) {
    assertPatientDetails(patient);
    await assertOrdinaryNumber(patient.phone);
    await warmHolidays(choice, ports);
  }
  const write = async (): Promise<BookedTogether | UnavailableReason> => {
    try {
      const booked = await transactInCalendars(
        {
          write: (stores, inner) => writeAll(visits, by, { stores, ports: inner }),
          visitsOf: (outcomes) => outcomes.flatMap((outcome) => newVisit(outcome)),
        },
        ports,
      );
      return { kind: "booked", visits: booked };
    } catch (error) {
      if (error instanceof OneUnavailable) return error.reason;
      throw error;
    }
  };
  return bookOrExplain(write, { choice: visits[0].choice, callId: callIdOf(by) }, ports);
}

async function writeAll(
  visits: readonly VisitOf[],
  by: Caller,
  { stores, ports }: { readonly stores: BookingStores; readonly ports: BookingPorts },
): Promise<readonly Booked[]> {
  const booked: Booked[] = [];
  for (const visit of visits) {
    const outcome = await writeBooking({ ...visit, by }, stores, ports);
    if (typeof outcome === "string") throw new OneUnavailable(outcome);
    booked.push(outcome);
  }
  return booked;
}

/** Thrown to roll back the visits already written. */
class OneUnavailable extends Error {
  override readonly name = "OneUnavailable";
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason) {
    super(reason);
    this.reason = reason;
  }
}

interface ChosenTime {
  readonly choice: SlotChoice;
  /** The visits that follow it in a row. */
  readonly others?: readonly SlotChoice[];
  readonly patient: Pick<PatientDetails, "phone" | "name">;
  readonly callId: string;
  /** The visit that moves to this time and leaves its own. */
  readonly leaving?: string;
}

/** Holds the chosen time for the call while it is read back, or explains why it cannot be booked. */
export async function keepSlot(
  chosen: ChosenTime,
  ports: BookingPorts,
): Promise<{ readonly kind: "kept" } | Unavailable> {
  const { choice, callId, others = [] } = chosen;
  await warmHolidays(choice, ports);
  const check = async (): Promise<{ readonly kind: "kept" } | UnavailableReason> => {
    const found = await ports.database.transact((stores) => bookable(chosen, stores, ports));
    if (typeof found === "string") return found;
    // A time already held for the patient, or taken by the visit that moves, needs no hold.
    if (found.isFree) await holdOffered({ choices: [choice, ...others], callId }, ports);
    return { kind: "kept" };
  };
  return bookOrExplain(check, { choice, callId }, ports);
}

async function bookable(
  { choice, patient, callId, leaving }: ChosenTime,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<{ readonly isFree: boolean } | UnavailableReason> {
  const date = dateAt(choice.startsAt, ports.clinic.timezone);
  const own = await ownHolds({ callId, patient }, stores);
  const read = await readAvailability({ firstDate: date, lastDate: date }, stores, ports);
  const all = leaving === undefined ? read : without(read, [leaving]);
  const { slot, availability } = findBookable({ choice, own, byStaff: false }, all);
  if (slot === undefined) return whyUnavailable(availability, choice);
  return { isFree: own.every(({ waitlistEntryId }) => waitlistEntryId === null) };
}
