import type { Doctor } from "../clinic/clinic.ts";
import type { DoctorStore } from "../clinic/ports.ts";
import { AscendiaError } from "../errors.ts";
import { dateAt, wallTimeAt } from "../time/zoned-time.ts";
import type { Appointment } from "./appointment.ts";
import { comingAppointments } from "./coming-appointments.ts";
import type { BookingPorts } from "./ports.ts";
import { inOneTransaction, rehearse } from "./rehearse.ts";
import type { Rescheduled } from "./reschedule-appointment.ts";
import { rescheduleAppointment } from "./reschedule-appointment.ts";
import { unavailableText } from "./staff-booking.ts";
import { warmHolidays } from "./unavailable.ts";

export interface DoctorRemoval {
  readonly doctor: Doctor;
  /** Who takes over the coming appointments; null when there are none to take over. */
  readonly moveTo: Doctor | null;
  readonly reason: string;
}

interface RemovalPorts {
  readonly doctors: Pick<DoctorStore, "update">;
  readonly bookings: BookingPorts;
}

/** Each move as it would be made now. @throws conflict when coming appointments have nowhere to go */
export async function planRemoval(removal: DoctorRemoval, bookings: BookingPorts): Promise<readonly Rescheduled[]> {
  const coming = await comingOf(removal.doctor, bookings);
  assertSuccessor(removal, coming, bookings);
  for (const { startsAt, doctorId, typeId } of coming) await warmHolidays({ startsAt, doctorId, typeId }, bookings);
  return rehearse((ports) => moveAll(removal, coming, ports), bookings);
}

/**
 * The doctor leaves first, so that no call books with them any more; then all coming appointments move together. If
 * one cannot, none has moved and the doctor is put back.
 */
export async function removeDoctor(
  removal: DoctorRemoval,
  { doctors, bookings }: RemovalPorts,
): Promise<readonly Rescheduled[]> {
  await planRemoval(removal, bookings);
  await doctors.update({ ...removal.doctor, active: false });
  try {
    const coming = await comingOf(removal.doctor, bookings);
    assertSuccessor(removal, coming, bookings);
    return await inOneTransaction((ports) => moveAll(removal, coming, ports), bookings);
  } catch (error) {
    await doctors.update({ ...removal.doctor, active: true });
    throw error;
  }
}

async function comingOf({ id }: Doctor, bookings: BookingPorts): Promise<readonly Appointment[]> {
  return (await comingAppointments(bookings)).filter(({ doctorId }) => doctorId === id);
}

function assertSuccessor(
  { doctor, moveTo }: DoctorRemoval,
  coming: readonly Appointment[],
  bookings: BookingPorts,
): void {
  if (moveTo?.id === doctor.id) {
    throw new AscendiaError("usage", `--move-to names Dr. ${doctor.name}, who is to be removed.`, {
      hint: "Name a colleague.",
    });
  }
  if (coming.length === 0 || moveTo !== null) return;
  throw new AscendiaError("conflict", `Dr. ${doctor.name} has appointments to come: ${coming.length}.`, {
    hint: "Move them to a colleague with --move-to <doctor>, or cancel them first.",
    detail: coming.map(({ id, startsAt }) => `${whenOf(startsAt, bookings)} with Dr. ${doctor.name} (${id})`),
  });
}

async function moveAll(
  { moveTo, reason }: DoctorRemoval,
  coming: readonly Appointment[],
  ports: BookingPorts,
): Promise<readonly Rescheduled[]> {
  const moved: Rescheduled[] = [];
  const problems: string[] = [];
  for (const { id, startsAt, typeId } of moveTo === null ? [] : coming) {
    const choice = { doctorId: moveTo?.id ?? "", startsAt, typeId };
    const result = await rescheduleAppointment({ appointmentId: id, choice, by: { kind: "staff", reason } }, ports);
    if (result.kind === "rescheduled") moved.push(result);
    else if (result.kind === "unavailable") {
      problems.push(`${whenOf(startsAt, ports)} (${id}): ${unavailableText(result.reason)}`);
    }
  }
  if (problems.length === 0) return moved;
  throw new AscendiaError(
    "conflict",
    `Of the ${coming.length} appointments to come, ${problems.length} cannot move to Dr. ${moveTo?.name ?? ""}.`,
    { hint: "Reschedule or cancel these, or choose another colleague. The doctor stays.", detail: problems },
  );
}

function whenOf(instant: number, { clinic }: BookingPorts): string {
  return `${dateAt(instant, clinic.timezone)} ${wallTimeAt(instant, clinic.timezone)}`;
}
