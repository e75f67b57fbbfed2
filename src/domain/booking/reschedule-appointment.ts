import { dateAt } from "../time/zoned-time.ts";
import type { IdentifiedCaller, Staff } from "./actor.ts";
import { callIdOf, reasonOf } from "./actor.ts";
import type { Appointment } from "./appointment.ts";
import { isActive, moveAppointment } from "./appointment.ts";
import { newAppointment } from "./book-appointment.ts";
import type { NotActive, PastCutoff } from "./cancel-appointment.ts";
import { passedCutoff } from "./cancel-appointment.ts";
import type { ClaimedAppointment } from "./claimed-appointment.ts";
import { claimedAppointment } from "./claimed-appointment.ts";
import type { WaitlistOffer } from "./offer-freed-slot.ts";
import { offerFreedSlot } from "./offer-freed-slot.ts";
import { consumeHolds, ownHolds } from "./own-holds.ts";
import type { BookingPorts, BookingStores } from "./ports.ts";
import type { SlotChoice } from "./slot.ts";
import { findSlot, readAvailability, without } from "./slot-search.ts";
import type { Unavailable, UnavailableReason } from "./unavailable.ts";
import { bookOrExplain, warmHolidays, whyUnavailable } from "./unavailable.ts";

export interface RescheduleRequest {
  readonly appointmentId: string;
  readonly choice: SlotChoice;
  readonly by: IdentifiedCaller | Staff;
}

/** `appointment` is the new one, linked to `previous` by `rescheduledFrom`. */
export interface Rescheduled extends ClaimedAppointment {
  readonly kind: "rescheduled";
  readonly previous: Appointment;
  readonly repeated: boolean;
  readonly offer: WaitlistOffer | null;
}

type Refused = PastCutoff | NotActive;

/**
 * Books the new time and gives up the old one, in one transaction. If the new one cannot be had the old one stands.
 * Asking again for the same move gives the same answer. Throws `not_found` like cancelling does.
 */
export async function rescheduleAppointment(
  request: RescheduleRequest,
  ports: BookingPorts,
): Promise<Rescheduled | Refused | Unavailable> {
  const { appointment } = await claimedAppointment(request, ports.database.stores);
  await warmHolidays(appointment, ports);
  await warmHolidays(request.choice, ports);
  const write = (): Promise<Rescheduled | Refused | UnavailableReason> =>
    ports.database.transact((stores) => writeMove(request, stores, ports));
  return bookOrExplain(write, { choice: request.choice, callId: callIdOf(request.by) }, ports);
}

async function writeMove(
  request: RescheduleRequest,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<Rescheduled | Refused | UnavailableReason> {
  const { by, choice } = request;
  const claimed = await claimedAppointment(request, stores);
  const previous = claimed.appointment;
  const repeated = await movedBefore(claimed, choice, stores);
  if (repeated !== undefined) return repeated;
  if (!isActive(previous)) return { ...claimed, kind: "not_active" };
  const cutoffMinutes = by.kind === "staff" ? undefined : await passedCutoff(previous, stores, ports);
  if (cutoffMinutes !== undefined) return { ...claimed, kind: "past_cutoff", cutoffMinutes };
  const date = dateAt(choice.startsAt, ports.clinic.timezone);
  const own = await ownHolds({ callId: callIdOf(by), phone: claimed.patient.phone }, stores);
  const all = await readAvailability({ firstDate: date, lastDate: date }, stores, ports);
  const availability = without(all, [previous.id, ...own.map(({ id }) => id)]);
  const slot = findSlot(availability, choice, by.kind === "staff");
  if (slot === undefined) return whyUnavailable(availability, choice);
  const moved = moveAppointment(previous, {
    status: "rescheduled",
    at: ports.clock.now(),
    reason: reasonOf(by) ?? undefined,
  });
  const appointment: Appointment = {
    ...newAppointment(slot, { patientId: previous.patientId, by }, ports),
    rescheduledFrom: previous.id,
    calendarUid: previous.calendarUid,
    calendarSequence: moved.calendarSequence,
  };
  // The old row gives up its place first, or the unique index would refuse a move to the same start.
  await stores.appointments.update(moved);
  await stores.appointments.add(appointment);
  await consumeHolds(own, slot, stores);
  await ports.tellPatient?.({ kind: "moved", appointment, patient: claimed.patient }, stores);
  const offer = await offerFreedSlot(moved, stores, ports);
  return { kind: "rescheduled", appointment, patient: claimed.patient, previous: moved, repeated: false, offer };
}

async function movedBefore(
  { appointment: previous, patient }: ClaimedAppointment,
  { doctorId, startsAt }: SlotChoice,
  stores: BookingStores,
): Promise<Rescheduled | undefined> {
  if (previous.status !== "rescheduled") return undefined;
  const appointments = await stores.appointments.ofPatient(patient.id);
  const appointment = appointments.find(
    (each) => each.rescheduledFrom === previous.id && each.doctorId === doctorId && each.startsAt === startsAt,
  );
  if (appointment === undefined) return undefined;
  return { kind: "rescheduled", appointment, patient, previous, repeated: true, offer: null };
}
