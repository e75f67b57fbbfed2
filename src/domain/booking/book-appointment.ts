import { dateAt } from "../time/zoned-time.ts";
import type { Actor } from "./actor.ts";
import { callIdOf, reasonOf } from "./actor.ts";
import type { Appointment } from "./appointment.ts";
import { isActive } from "./appointment.ts";
import { consumeHolds, ownHolds } from "./own-holds.ts";
import type { PatientDetails } from "./patient-match.ts";
import { assertPatientDetails, enrolPatient, nearlySameName } from "./patient-match.ts";
import type { BookingPorts, BookingStores } from "./ports.ts";
import type { Patient } from "./records.ts";
import type { Slot, SlotChoice } from "./slot.ts";
import { findSlot, readAvailability, without } from "./slot-search.ts";
import type { Unavailable, UnavailableReason } from "./unavailable.ts";
import { bookOrExplain, warmHolidays, whyUnavailable } from "./unavailable.ts";

export interface BookingRequest {
  readonly choice: SlotChoice;
  readonly patient: PatientDetails;
  readonly by: Actor;
}

/** `repeated`: the same call had booked it before; nothing was written. */
export interface Booked {
  readonly kind: "booked";
  readonly appointment: Appointment;
  readonly patient: Patient;
  readonly repeated: boolean;
}

/**
 * Books the slot, or says why not and what else is free. Booking the same doctor and time again for the same patient in
 * one call gives the same appointment, so a repeated tool call or a retry after a lost answer books once; for another
 * patient (a parent with two children) the time is taken.
 */
export async function bookAppointment(request: BookingRequest, ports: BookingPorts): Promise<Booked | Unavailable> {
  assertPatientDetails(request.patient);
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
  const date = dateAt(choice.startsAt, ports.clinic.timezone);
  const own = await ownHolds({ callId: callIdOf(by), phone: request.patient.phone }, stores);
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
  await consumeHolds(own, slot, stores);
  await ports.tellPatient?.({ kind: "booked", appointment, patient }, stores);
  return { kind: "booked", appointment, patient, repeated: false };
}

/** A scheduled appointment in the slot, the first of its calendar entry. */
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
