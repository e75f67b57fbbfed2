import { MINUTE_MS } from "../../../clock.ts";
import { dateAt } from "../../time/zoned-time.ts";
import { type IdentifiedCaller, type Staff, callIdOf, reasonOf } from "../patients/patient-identity.ts";
import { type Appointment, isActive, moveAppointment } from "../appointment.ts";
import { busyId, readAvailability, without } from "../slots/availability.ts";
import {
  type Unavailable,
  type UnavailableReason,
  bookOrExplain,
  newAppointment,
  slotFor,
} from "./book-appointment.ts";
import { defaultBookingRules } from "../booking-rules.ts";
import { followInCalendars } from "../calendar-entries.ts";
import { warmHolidays } from "../calendar/clinic-calendar.ts";
import { type VerifiedAppointment, verifyAppointment } from "../patients/find-appointments.ts";
import { consumeHolds, ownHolds } from "./holds.ts";
import type { BookingPorts, BookingStores } from "../ports.ts";
import type { SlotChoice } from "../slots/slot.ts";
import { transactInCalendars } from "./transact-in-calendars.ts";
import { type FreedTime, type WaitlistOffer, offerFreedTime } from "./waitlist.ts";

interface CancelRequest {
  readonly appointmentId: string;
  readonly by: IdentifiedCaller | Staff;
}

/** `offers`: waitlist offers of the freed time. `repeated`: the visit was already cancelled. */
export interface Cancelled extends VerifiedAppointment {
  readonly kind: "cancelled";
  /** A caller cancelled after the cut-off. */
  readonly isLate: boolean;
  readonly repeated: boolean;
  readonly offers: readonly WaitlistOffer[];
}

/** The visit is too close to its start for callers to change it. Staff can. */
export interface PastCutoff extends VerifiedAppointment {
  readonly kind: "past_cutoff";
  readonly cutoffMinutes: number;
}

/** The visit is over, cancelled or moved, so it cannot change. */
export interface NotActive extends VerifiedAppointment {
  readonly kind: "not_active";
}

/** @throws not_found when this caller has no such appointment */
export async function cancelAppointment(
  request: CancelRequest,
  ports: BookingPorts,
): Promise<Cancelled | PastCutoff | NotActive> {
  const { appointment } = await verifyAppointment(request, ports.database.stores);
  await warmHolidays(appointment, ports);
  return ports.database.transact((stores) => writeCancellation(request, stores, ports));
}

/** The clinic's cut-off in minutes, if it has passed, else undefined. A visit that has begun is past any cut-off. */
export async function passedCutoff(
  { startsAt }: Appointment,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<number | undefined> {
  const { cancelCutoffMinutes } = (await stores.rules.find()) ?? defaultBookingRules;
  return ports.clock.now() > startsAt - cancelCutoffMinutes * MINUTE_MS ? cancelCutoffMinutes : undefined;
}

async function writeCancellation(
  request: CancelRequest,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<Cancelled | PastCutoff | NotActive> {
  const claimed = await verifyAppointment(request, stores);
  const { appointment, patient } = claimed;
  if (appointment.status === "cancelled")
    return { ...claimed, kind: "cancelled", isLate: false, repeated: true, offers: [] };
  if (!isActive(appointment)) return { ...claimed, kind: "not_active" };
  const cutoffMinutes = request.by.kind === "staff" ? undefined : await passedCutoff(appointment, stores, ports);
  const isLate = cutoffMinutes !== undefined;
  // A slot freed late is better than one left empty; once the visit has begun, there is nothing to free.
  if (isLate && hasBegun(appointment, ports)) return { ...claimed, kind: "past_cutoff", cutoffMinutes };
  const reason = reasonOf(request.by) ?? undefined;
  const cancelled = moveAppointment(appointment, { status: "cancelled", at: ports.clock.now(), reason });
  await stores.appointments.update(cancelled);
  await followInCalendars(cancelled, stores, ports);
  await ports.notifyPatient?.({ kind: "cancelled", appointment: cancelled, patient }, stores);
  const offers = await offerFreedTime(freedBy(cancelled), stores, ports);
  return { kind: "cancelled", appointment: cancelled, patient, isLate, repeated: false, offers };
}

function hasBegun({ startsAt }: Appointment, { clock }: BookingPorts): boolean {
  return startsAt <= clock.now();
}

interface RescheduleRequest {
  readonly appointmentId: string;
  readonly choice: SlotChoice;
  readonly by: IdentifiedCaller | Staff;
}

/** `appointment` is the new one, linked to `previous` by `rescheduledFrom`. */
export interface Rescheduled extends VerifiedAppointment {
  readonly kind: "rescheduled";
  readonly previous: Appointment;
  readonly repeated: boolean;
  readonly offers: readonly WaitlistOffer[];
}

type Refused = PastCutoff | NotActive;

/**
 * Books the new time and frees the old one, in one transaction. If the new time is not available, the old one stays.
 * Repeating the same move returns the same answer. @throws not_found when this caller has no such appointment
 */
export async function rescheduleAppointment(
  request: RescheduleRequest,
  ports: BookingPorts,
): Promise<Rescheduled | Refused | Unavailable> {
  const { appointment } = await verifyAppointment(request, ports.database.stores);
  await warmHolidays(appointment, ports);
  await warmHolidays(request.choice, ports);
  const write = (): Promise<Rescheduled | Refused | UnavailableReason> =>
    transactInCalendars({ write: (stores, inner) => writeMove(request, stores, inner), visitsOf: movedVisit }, ports);
  return bookOrExplain(write, { choice: request.choice, callId: callIdOf(request.by) }, ports);
}

function movedVisit(outcome: Rescheduled | Refused | UnavailableReason): readonly VerifiedAppointment[] {
  return typeof outcome === "string" || outcome.kind !== "rescheduled" || outcome.repeated ? [] : [outcome];
}

async function writeMove(
  request: RescheduleRequest,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<Rescheduled | Refused | UnavailableReason> {
  const { by, choice } = request;
  const claimed = await verifyAppointment(request, stores);
  const previous = claimed.appointment;
  const repeated = await movedBefore(claimed, choice, stores);
  if (repeated !== undefined) return repeated;
  if (!isActive(previous)) return { ...claimed, kind: "not_active" };
  // A move to the same time changes nothing: the visit stays confirmed, and nobody is called or emailed. Staff may do
  // it to change the room.
  if (by.kind !== "staff" && isWhereItIs(previous, choice)) return unmoved(claimed, previous);
  const cutoffMinutes = by.kind === "staff" ? undefined : await passedCutoff(previous, stores, ports);
  if (cutoffMinutes !== undefined) return { ...claimed, kind: "past_cutoff", cutoffMinutes };
  const date = dateAt(choice.startsAt, ports.clinic.timezone);
  const all = without(await readAvailability({ firstDate: date, lastDate: date }, stores, ports), [
    previous.id,
    busyId(previous.calendarUid),
  ]);
  const own = await ownHolds({ callId: callIdOf(by), patient: claimed.patient }, stores);
  const found = slotFor({ choice, own, by }, all);
  if (typeof found === "string") return found;
  const { slot, overbookReason } = found;
  const moved = moveAppointment(previous, {
    status: "rescheduled",
    at: ports.clock.now(),
    reason: reasonOf(by) ?? undefined,
  });
  const appointment: Appointment = {
    ...newAppointment(slot, { patientId: previous.patientId, by }, ports),
    overbookReason,
    rescheduledFrom: previous.id,
    calendarUid: previous.calendarUid,
    calendarSequence: moved.calendarSequence,
  };
  // Free the old row's place first; otherwise the unique index refuses a move to the same start.
  await stores.appointments.update(moved);
  await stores.appointments.add(appointment);
  const origin = await stores.origins.find(previous.id);
  if (origin !== undefined) await stores.origins.add({ ...origin, appointmentId: appointment.id });
  await consumeHolds({ slot, own }, all, { stores, now: ports.clock.now() });
  await followInCalendars(appointment, stores, ports);
  await ports.notifyPatient?.({ kind: "moved", appointment, patient: claimed.patient }, stores);
  const offers = await offerFreedTime(freedBy(moved), stores, ports);
  return { kind: "rescheduled", appointment, patient: claimed.patient, previous: moved, repeated: false, offers };
}

function isWhereItIs({ doctorId, typeId, startsAt }: Appointment, choice: SlotChoice): boolean {
  return choice.doctorId === doctorId && choice.typeId === typeId && choice.startsAt === startsAt;
}

async function movedBefore(
  claimed: VerifiedAppointment,
  { doctorId, startsAt }: SlotChoice,
  stores: BookingStores,
): Promise<Rescheduled | undefined> {
  const { appointment: previous, patient } = claimed;
  if (previous.status !== "rescheduled") return undefined;
  const appointments = await stores.appointments.ofPatient(patient.id);
  const appointment = appointments.find(
    (each) => each.rescheduledFrom === previous.id && each.doctorId === doctorId && each.startsAt === startsAt,
  );
  return appointment === undefined ? undefined : unmoved(claimed, appointment);
}

/** The answer to a move to where the visit already is. */
function unmoved({ appointment: previous, patient }: VerifiedAppointment, appointment: Appointment): Rescheduled {
  return { kind: "rescheduled", appointment, patient, previous, repeated: true, offers: [] };
}

function freedBy({ doctorId, startsAt, endsAt }: Appointment): FreedTime {
  return { doctorId, from: startsAt, to: endsAt };
}
