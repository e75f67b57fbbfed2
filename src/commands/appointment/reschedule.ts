import type { Command } from "commander";
import { appointmentDetails } from "../../domain/booking/visits/appointment-details.ts";
import type { Appointment } from "../../domain/booking/appointment.ts";
import { warmHolidays } from "../../domain/booking/calendar/clinic-calendar.ts";
import type { Rescheduled } from "../../domain/booking/visits/change-appointment.ts";
import { rehearse } from "../../domain/booking/transactions.ts";
import type { AppointmentNews } from "../../domain/booking/ports.ts";
import { type StaffMove, moveByStaff } from "../../domain/booking/visits/staff-booking.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import {
  type ClinicBookings,
  type WriteFlags,
  addClinicOption,
  chosenDoctor,
  openBookings,
  reasonFrom,
} from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { appointmentFacts, recordDryRun, recordingPorts } from "../record-change.ts";
import { offersJson, offersLines } from "../waitlist-offers-view.ts";
import { appointmentNamed } from "./appointment-named.ts";
import { type SlotFlags, choiceFrom } from "./choose-slot.ts";
import { appointmentJson, appointmentSaid } from "./view.ts";

interface RescheduleFlags extends WriteFlags, SlotFlags {
  readonly doctor?: string;
  readonly reason?: string;
  readonly overbook?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<appointment>", "appointment id, or its last characters as shown by appointment:list")
    .option("--date <date>", "new date (default: the current one)")
    .option("--time <time>", "new time at the clinic")
    .option("--doctor <doctor>", "another doctor")
    .option("--type <type>", "another appointment type")
    .option("--reason <text>", "reason; lets staff override notice, horizon and cut-off")
    .option("--overbook", "move it even if the doctor is busy then; needs --reason")
    .action((id: string, flags: RescheduleFlags) => reschedule(id, flags, context));
}

async function reschedule(id: string, flags: RescheduleFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, ports } = bookings;
  const before = await appointmentNamed(id, clinic, ports);
  const move = await moveOf(before, flags, { bookings, context });
  await warmHolidays(before, ports);
  await warmHolidays(move.choice, ports);
  const isDryRun = flags.dryRun === true;
  if (isDryRun) await recordDryRun("appointment:reschedule", { clinic, shown: { appointment: before.id } }, context);
  const describe = ({ appointment }: AppointmentNews) => {
    const changed = { before: appointmentFacts(before), after: appointmentFacts(appointment) };
    return { action: "appointment:reschedule", clinic, ...changed, reason: move.reason };
  };
  const moved = isDryRun
    ? await rehearse((inner) => moveByStaff(move, inner), ports)
    : await moveByStaff(move, await recordingPorts(ports, describe, context));
  await tell(moved, isDryRun, { bookings, context });
}

interface Around {
  readonly bookings: ClinicBookings;
  readonly context: Context;
}

/** Anything not passed stays as it is: date, doctor and type come from the appointment. */
async function moveOf(before: Appointment, flags: RescheduleFlags, { bookings, context }: Around): Promise<StaffMove> {
  const { clinic } = bookings;
  const doctorId =
    flags.doctor === undefined ? before.doctorId : (await chosenDoctor(flags.doctor, bookings, context)).id;
  const date = flags.date ?? (flags.time === undefined ? undefined : dateAt(before.startsAt, clinic.timezone));
  const choice = await choiceFrom(
    { flags: { ...flags, ...(date === undefined ? {} : { date }) }, doctorId },
    bookings,
    context,
  );
  const typeId = flags.type === undefined ? before.typeId : choice.typeId;
  return {
    appointmentId: before.id,
    choice: { ...choice, typeId },
    reason: reasonFrom(flags),
    overbook: flags.overbook === true,
  };
}

async function tell(moved: Rescheduled, isDryRun: boolean, { bookings, context }: Around): Promise<void> {
  const { clinic, stores } = bookings;
  const { appointment, previous, patient, repeated, offers } = moved;
  const details = { ...(await appointmentDetails(stores)(appointment)), patient };
  const id = isDryRun && !repeated ? null : appointment.id;
  const before = `${dateAt(previous.startsAt, clinic.timezone)} ${wallTimeAt(previous.startsAt, clinic.timezone)}`;
  const verb = isDryRun ? "Would move" : "Moved";
  context.output.result(
    {
      dry_run: isDryRun,
      clinic: clinic.slug,
      repeated,
      previous_id: previous.id,
      appointment: { ...appointmentJson(details, { clinic, reveal: false }), id },
      waitlist_offers: offersJson(offers),
    },
    () =>
      [
        `${repeated ? "Already moved" : verb} from ${before} to: ${appointmentSaid(details, clinic)}`,
        ...(id === null ? [] : [`id ${id}`]),
        ...offersLines(offers, clinic),
      ].join("\n"),
  );
}
