import type { IdentifiedCaller, Staff } from "./actor.ts";
import { reasonOf } from "./actor.ts";
import type { Appointment } from "./appointment.ts";
import { isActive, moveAppointment } from "./appointment.ts";
import { defaultBookingRules } from "./booking-rules.ts";
import type { ClaimedAppointment } from "./claimed-appointment.ts";
import { claimedAppointment } from "./claimed-appointment.ts";
import type { BookingPorts, BookingStores } from "./ports.ts";
import { warmHolidays } from "./unavailable.ts";
import type { WaitlistOffer } from "./offer-freed-slot.ts";
import { offerFreedSlot } from "./offer-freed-slot.ts";

export interface CancelRequest {
  readonly appointmentId: string;
  readonly by: IdentifiedCaller | Staff;
}

/** `offer`: the freed slot is now held for the first in line. `repeated`: it was cancelled already. */
export interface Cancelled extends ClaimedAppointment {
  readonly kind: "cancelled";
  readonly repeated: boolean;
  readonly offer: WaitlistOffer | null;
}

/** The clinic no longer lets callers change it: too close to its start. Staff can. */
export interface PastCutoff extends ClaimedAppointment {
  readonly kind: "past_cutoff";
  readonly cutoffMinutes: number;
}

/** The visit is over, cancelled, or was moved: there is nothing to change. */
export interface NotActive extends ClaimedAppointment {
  readonly kind: "not_active";
}

/** Throws `not_found` when there is no such appointment for this caller. */
export async function cancelAppointment(
  request: CancelRequest,
  ports: BookingPorts,
): Promise<Cancelled | PastCutoff | NotActive> {
  const { appointment } = await claimedAppointment(request, ports.database.stores);
  await warmHolidays(appointment, ports);
  return ports.database.transact((stores) => writeCancellation(request, stores, ports));
}

/** Minutes of the cut-off when it has passed, else undefined. A visit that has begun is past any cut-off. */
export async function passedCutoff(
  { startsAt }: Appointment,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<number | undefined> {
  const { cancelCutoffMinutes } = (await stores.rules.find()) ?? defaultBookingRules;
  return ports.clock.now() > startsAt - cancelCutoffMinutes * 60_000 ? cancelCutoffMinutes : undefined;
}

async function writeCancellation(
  request: CancelRequest,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<Cancelled | PastCutoff | NotActive> {
  const claimed = await claimedAppointment(request, stores);
  const { appointment, patient } = claimed;
  if (appointment.status === "cancelled") return { ...claimed, kind: "cancelled", repeated: true, offer: null };
  if (!isActive(appointment)) return { ...claimed, kind: "not_active" };
  const cutoffMinutes = request.by.kind === "staff" ? undefined : await passedCutoff(appointment, stores, ports);
  if (cutoffMinutes !== undefined) return { ...claimed, kind: "past_cutoff", cutoffMinutes };
  const reason = reasonOf(request.by) ?? undefined;
  const cancelled = moveAppointment(appointment, { status: "cancelled", at: ports.clock.now(), reason });
  await stores.appointments.update(cancelled);
  await ports.tellPatient?.({ kind: "cancelled", appointment: cancelled, patient }, stores);
  const offer = await offerFreedSlot(cancelled, stores, ports);
  return { kind: "cancelled", appointment: cancelled, patient, repeated: false, offer };
}
