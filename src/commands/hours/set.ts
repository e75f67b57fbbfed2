import { doctorName } from "../../domain/clinic/doctor-name.ts";
import type { Command } from "commander";
import { type HoursChange, type HoursPlan, planHours, setHours } from "../../domain/booking/setup/clinic-setup.ts";
import { formatOpeningHours, openingHoursToJson, parseOpeningHours } from "../../domain/clinic/opening-hours.ts";
import { AscendiaError } from "../../errors.ts";
import { affectedAppointmentsJson, affectedAppointmentsText } from "../affected-appointments.ts";
import { type ClinicBookings, type WriteFlags, addClinicOption, chosenDoctor, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";

interface SetFlags extends WriteFlags {
  readonly doctor?: string;
  readonly clinicHours?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("[hours]", 'such as "Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00"; other days are closed')
    .option("--doctor <doctor>", "doctor id or name: set this doctor's own hours instead of the clinic's")
    .option("--clinic-hours", "with --doctor: remove the doctor's own hours; the clinic's apply")
    .action((hours: string | undefined, flags: SetFlags) => set(hours, flags, context));
}

async function set(text: string | undefined, flags: SetFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, stores, ports } = bookings;
  const plan = await planHours(await changeOf(text, flags, { bookings, context }), ports);
  const isDryRun = flags.dryRun === true;
  const { doctor, hours, before, affected } = plan;
  if (!isDryRun) {
    const changed = { before: weekOf(plan, before), after: weekOf(plan, hours) };
    const describe = () => ({ action: "hours:set", clinic, ...changed });
    await changeAndRecord(() => setHours(plan, stores.openingHours), describe, context);
  }
  const data = {
    dry_run: isDryRun,
    clinic: clinic.slug,
    doctor_id: doctor?.id ?? null,
    before: weekOf(plan, before).hours,
    hours: weekOf(plan, hours).hours,
    appointments_outside: affectedAppointmentsJson(affected),
  };
  const said = (week: typeof hours): string => (week === null ? "the clinic's hours" : formatOpeningHours(week));
  context.output.result(data, () =>
    [
      `${doctor === null ? clinic.name : doctorName(doctor.name)} ${isDryRun ? "would have these hours" : "has these hours"}: ${said(hours)}`,
      `Before: ${said(before)}`,
      ...affectedAppointmentsText(affected, clinic.timezone),
    ].join("\n"),
  );
}

/** `hours` null: the clinic's hours. */
function weekOf({ doctor }: HoursPlan, hours: HoursPlan["hours"]) {
  return { doctor_id: doctor?.id ?? null, hours: hours === null ? null : openingHoursToJson(hours) };
}

async function changeOf(
  text: string | undefined,
  { doctor: named, clinicHours = false }: SetFlags,
  { bookings, context }: { readonly bookings: ClinicBookings; readonly context: Context },
): Promise<HoursChange> {
  if (clinicHours && (text !== undefined || named === undefined)) {
    throw new AscendiaError("usage", "--clinic-hours removes a doctor's own hours, so it takes no new ones.", {
      hint: "Pass --doctor <doctor> and no hours.",
    });
  }
  const doctor = named === undefined ? null : await chosenDoctor(named, bookings, context);
  if (clinicHours) return { doctor, hours: null };
  const message = 'Hours, such as "Mon-Fri 08:00-12:30; Sat 09:00-12:00"?';
  return { doctor, hours: parseOpeningHours(text ?? (await context.prompt.text({ message, flag: "<hours>" }))) };
}
