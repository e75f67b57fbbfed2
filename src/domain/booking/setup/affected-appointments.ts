import { DAY_MS } from "../../../clock.ts";
import { doctorName } from "../../clinic/doctor-name.ts";
import { AscendiaError } from "../../../errors.ts";
import type { Doctor } from "../../clinic/clinic.ts";
import type { DoctorStore } from "../../clinic/ports.ts";
import { contains } from "../../time/spans.ts";
import { dateAt, wallTimeAt } from "../../time/zoned-time.ts";
import { addDays } from "../../time/wall-date.ts";
import type { Appointment } from "../appointment.ts";
import { type ClinicCalendar, doctorOpenings, warmHolidays, readCalendar } from "../calendar/clinic-calendar.ts";
import { type Rescheduled, rescheduleAppointment } from "../visits/change-appointment.ts";
import { comingAppointments } from "../patients/find-appointments.ts";
import type { BookingPorts } from "../ports.ts";
import { inOneTransaction, rehearse } from "../transactions.ts";
import { unavailableText } from "../visits/staff-booking.ts";

interface DoctorRemoval {
  readonly doctor: Doctor;
  /** Who takes over the upcoming appointments; null when there are none. */
  readonly moveTo: Doctor | null;
  readonly reason: string;
}

/** The moves that the removal would make now. @throws conflict when upcoming appointments have nowhere to go */
export async function planRemoval(removal: DoctorRemoval, bookings: BookingPorts): Promise<readonly Rescheduled[]> {
  const coming = await comingOf(removal.doctor, bookings);
  assertSuccessor(removal, coming, bookings);
  for (const appointment of coming) await warmHolidays(appointment, bookings);
  return rehearse((ports) => moveAll(removal, coming, ports), bookings);
}

/**
 * The doctor leaves first, so that no call books with them; then all upcoming appointments move together. If one cannot
 * move, none does and the doctor becomes active again.
 */
export async function removeDoctor(
  removal: DoctorRemoval,
  doctors: Pick<DoctorStore, "update">,
  bookings: BookingPorts,
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
    throw new AscendiaError("usage", `--move-to names ${doctorName(doctor.name)}, the doctor you are removing.`, {
      hint: "Name another doctor.",
    });
  }
  if (coming.length === 0 || moveTo !== null) return;
  throw new AscendiaError("conflict", `${doctorName(doctor.name)} has ${upcomingText(coming.length)}.`, {
    hint: "Move them to a colleague with --move-to <doctor>, or cancel them first.",
    detail: coming.map(({ id, startsAt }) => `${whenOf(startsAt, bookings)} with ${doctorName(doctor.name)} (${id})`),
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
    `${problems.length} of ${upcomingText(coming.length)} cannot move to Dr. ${moveTo?.name ?? ""}.`,
    { hint: "Reschedule or cancel these, or choose another doctor. No doctor was removed.", detail: problems },
  );
}

function upcomingText(count: number): string {
  return count === 1 ? "1 upcoming appointment" : `${count} upcoming appointments`;
}

function whenOf(instant: number, { clinic }: BookingPorts): string {
  return `${dateAt(instant, clinic.timezone)} ${wallTimeAt(instant, clinic.timezone)}`;
}

/**
 * Upcoming appointments within their doctor's hours today that a calendar change would leave outside them. They stay
 * booked, so whoever changes the hours must know about them.
 */
export async function affectedAppointments(
  change: (calendar: ClinicCalendar) => ClinicCalendar,
  ports: BookingPorts,
): Promise<readonly Appointment[]> {
  const { timezone } = ports.clinic;
  const affected: Appointment[] = [];
  for (const some of eachWithinAYear(await comingAppointments(ports))) {
    const [first, last = first] = [some[0], some.at(-1)];
    // The opening of the evening before may last past midnight.
    const range = { firstDate: addDays(dateAt(first.startsAt, timezone), -1), lastDate: dateAt(last.endsAt, timezone) };
    const calendar = await readCalendar(range, ports.database.stores, ports);
    const before = presence(calendar);
    const after = presence(change(calendar));
    affected.push(...some.filter((appointment) => before(appointment) && !after(appointment)));
  }
  return affected;
}

type Some<Item> = readonly [Item, ...Item[]];

/**
 * Groups appointments that start within a year, so that one mistyped for 2199 does not make every day until then be
 * read.
 */
function eachWithinAYear(coming: readonly Appointment[]): readonly Some<Appointment>[] {
  const parts: [Appointment, ...Appointment[]][] = [];
  for (const appointment of coming) {
    const part = parts.at(-1);
    if (part !== undefined && appointment.startsAt - part[0].startsAt < YEAR_MS) part.push(appointment);
    else parts.push([appointment]);
  }
  return parts;
}

const YEAR_MS = 365 * DAY_MS;

/** Whether an appointment's doctor is available for all of it. */
function presence(calendar: ClinicCalendar): (appointment: Appointment) => boolean {
  const known = new Map<string, ReturnType<typeof doctorOpenings>["open"]>();
  return ({ doctorId, startsAt, endsAt }) => {
    const open = known.get(doctorId) ?? doctorOpenings(calendar, doctorId).open;
    known.set(doctorId, open);
    return open.some((span) => contains(span, { from: startsAt, to: endsAt }));
  };
}
