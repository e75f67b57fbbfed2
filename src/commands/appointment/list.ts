import type { Command } from "commander";
import { appointmentDetails } from "../../domain/booking/appointment-details.ts";
import { isActive } from "../../domain/booking/appointment.ts";
import { addDays } from "../../domain/time/wall-date.ts";
import { startOfDay, todayIn } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import { type ClinicBookings, type ClinicFlag, addClinicOption, chosenDoctor, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { dateFrom } from "../date-arguments.ts";
import { recordRead } from "../record-change.ts";
import { appointmentJson, appointmentTable } from "./view.ts";

interface ListFlags extends ClinicFlag {
  readonly from?: string;
  readonly to?: string;
  readonly doctor?: string;
  readonly all?: boolean;
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .option("--from <date>", "first date (default: today)")
    .option("--to <date>", "last date (default: 30 days later)")
    .option("--doctor <doctor>", "id or name")
    .option("--all", "include cancelled, moved and past appointments")
    .option("--reveal", "show full phone numbers")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, stores } = bookings;
  const { from, to } = datesOf(flags, bookings, context);
  const doctor = flags.doctor === undefined ? null : await chosenDoctor(flags.doctor, bookings, context);
  const span = { from: startOfDay(from, clinic.timezone), to: startOfDay(addDays(to, 1), clinic.timezone) };
  const found = (await stores.booking.stores.appointments.startingWithin(span)).filter(
    (each) => (flags.all === true || isActive(each)) && (doctor === null || each.doctorId === doctor.id),
  );
  const details = await Promise.all(found.map(appointmentDetails(stores)));
  const shown = { clinic, reveal: flags.reveal === true };
  if (shown.reveal) {
    const read = { subject: `clinic:${clinic.slug}`, shown: { from, to, appointments: details.length } };
    await recordRead({ action: "appointment:list --reveal", ...read }, context);
  }
  const data = { clinic: clinic.slug, from, to, appointments: details.map((each) => appointmentJson(each, shown)) };
  context.output.result(data, () => appointmentTable(details, shown));
}

function datesOf(flags: ListFlags, { clinic }: ClinicBookings, { clock }: Context) {
  const day = { clinic, clock };
  const from = flags.from === undefined ? todayIn(clinic.timezone, clock) : dateFrom(flags.from, "--from", day);
  const to = flags.to === undefined ? addDays(from, 30) : dateFrom(flags.to, "--to", day);
  if (from <= to) return { from, to };
  throw new AscendiaError("invalid", `--to (${to}) is before --from (${from}).`, {
    hint: "Swap --from and --to.",
  });
}
