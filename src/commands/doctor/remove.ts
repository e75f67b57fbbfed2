import { doctorName } from "../../domain/clinic/doctor-name.ts";
import type { Command } from "commander";
import { planRemoval, removeDoctor } from "../../domain/booking/setup/affected-appointments.ts";
import type { Rescheduled } from "../../domain/booking/visits/change-appointment.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { type WriteFlags, addClinicOption, agreeTo, chosenDoctor, openBookings, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { appointmentFacts, changeAndRecord, recordDryRun } from "../record-change.ts";

interface RemoveFlags extends WriteFlags {
  readonly moveTo?: string;
  readonly reason?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("remove a doctor from a clinic; upcoming appointments must move to a colleague")
    .argument("<doctor>", "id or name")
    .option("--move-to <doctor>", "id or name of the colleague who takes over all upcoming appointments")
    .option("--reason <text>", "reason, recorded with every moved appointment")
    .action((doctor: string, flags: RemoveFlags) => remove(doctor, flags, context));
}

async function remove(named: string, flags: RemoveFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, stores, ports } = bookings;
  const doctor = await chosenDoctor(named, bookings, context);
  const moveTo = flags.moveTo === undefined ? null : await chosenDoctor(flags.moveTo, bookings, context);
  const removal = { doctor, moveTo, reason: reasonFrom(flags) ?? `${doctorName(doctor.name)} left the clinic` };
  const planned = await planRemoval(removal, ports);
  const isDryRun = flags.dryRun === true;
  const shown = { appointments: planned.length };
  if (isDryRun && planned.length > 0) await recordDryRun("doctor:remove", { clinic, shown }, context);
  if (!isDryRun) await agreeTo(questionOf(doctor.name, planned.length), context);
  const describe = (moved: readonly Rescheduled[]) => ({
    action: "doctor:remove",
    clinic,
    before: { id: doctor.id, name: doctor.name, active: true },
    after: { id: doctor.id, active: false, moved: moved.map(movedFacts) },
    reason: reasonFrom(flags),
  });
  const moves = isDryRun
    ? planned
    : await changeAndRecord(() => removeDoctor(removal, stores.doctors, ports), describe, context);
  context.output.result(
    {
      dry_run: isDryRun,
      clinic: clinic.slug,
      doctor_id: doctor.id,
      moved_to: moveTo?.id ?? null,
      appointments: moves.map(({ previous, appointment }) => ({
        from: previous.id,
        // Ids created by a dry run do not exist afterwards.
        to: isDryRun ? null : appointment.id,
        starts_at: new Date(appointment.startsAt).toISOString(),
      })),
    },
    () =>
      [
        `${doctorName(doctor.name)} ${isDryRun ? "would be" : "is"} removed from ${clinic.name}; callers can no longer book them.`,
        ...moveLines(moves, clinic, moveTo?.name ?? ""),
      ].join("\n"),
  );
}

function movedFacts({ previous, appointment }: Rescheduled) {
  return { from: previous.id, ...appointmentFacts(appointment) };
}

function questionOf(name: string, count: number): string {
  return count === 0
    ? `Remove ${doctorName(name)}?`
    : `Remove ${doctorName(name)} and move all upcoming appointments (${count})?`;
}

function moveLines(moves: readonly Rescheduled[], { timezone }: Clinic, to: string): readonly string[] {
  return moves.map(({ appointment: { startsAt }, patient }) => {
    const when = `${dateAt(startsAt, timezone)} ${wallTimeAt(startsAt, timezone)}`;
    return `  ${when}  ${patient.name}  to ${doctorName(to)}`;
  });
}
