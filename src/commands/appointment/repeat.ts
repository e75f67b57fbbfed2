import type { Command } from "commander";
import { appointmentDetails } from "../../domain/booking/visits/appointment-details.ts";
import { type Repeated, repeatByStaff } from "../../domain/booking/visits/staff-booking.ts";
import { rehearse } from "../../domain/booking/transactions.ts";
import { counted } from "../../terminal/table.ts";
import { type WriteFlags, addClinicOption, openBookings, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { numberFrom } from "../date-arguments.ts";
import { appointmentFacts, changeAndRecord, recordDryRun } from "../record-change.ts";
import { appointmentNamed } from "./appointment-named.ts";
import { appointmentJson, appointmentSaid } from "./view.ts";

interface RepeatFlags extends WriteFlags {
  readonly times?: string;
  readonly everyWeeks?: string;
  readonly skipUnavailable?: boolean;
  readonly reason?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<appointment>", "appointment id, or its last characters as shown by appointment:list")
    .option("--times <n>", "how many visits follow this one")
    .option("--every-weeks <n>", "weeks between two visits (default: 1)")
    .option("--skip-unavailable", "book the free dates even if others are not free")
    .option("--reason <text>", "reason; lets staff override notice and horizon")
    .action((id: string, flags: RepeatFlags) => repeat(id, flags, context));
}

async function repeat(id: string, flags: RepeatFlags, context: Context): Promise<void> {
  const { clinic, stores, ports } = await openBookings(flags, context);
  const appointment = await appointmentNamed(id, clinic, ports);
  const times = flags.times ?? (await context.prompt.text({ message: "How many visits follow?", flag: "--times" }));
  const repetition = {
    appointment,
    times: numberFrom(times, { where: "--times", least: 1, most: 60 }),
    everyWeeks: numberFrom(flags.everyWeeks ?? "1", { where: "--every-weeks", least: 1, most: 26 }),
    skipsUnavailable: flags.skipUnavailable === true,
    reason: reasonFrom(flags),
  };
  const isDryRun = flags.dryRun === true;
  if (isDryRun) await recordDryRun("appointment:repeat", { clinic, shown: { appointment: appointment.id } }, context);
  const describe = ({ booked }: Repeated) => ({
    action: "appointment:repeat",
    clinic,
    before: appointmentFacts(appointment),
    after: booked.map((each) => appointmentFacts(each.appointment)),
    reason: repetition.reason,
  });
  const { booked, missed } = isDryRun
    ? await rehearse((inner) => repeatByStaff(repetition, inner), ports)
    : await changeAndRecord(() => repeatByStaff(repetition, ports), describe, context);
  const detailsOf = appointmentDetails(stores);
  const details = await Promise.all(booked.map((each) => detailsOf(each.appointment)));
  const appointments = details.map((each) => ({
    ...appointmentJson(each, { clinic, reveal: false }),
    id: isDryRun ? null : each.appointment.id,
  }));
  const verb = isDryRun ? "Would book" : "Booked";
  context.output.result({ dry_run: isDryRun, clinic: clinic.slug, appointments, not_booked: missed }, () =>
    [
      `${verb} ${counted(details.length, "visit")}:`,
      ...details.map((each) => `  ${appointmentSaid(each, clinic)}`),
      ...missed.map((line) => `Not booked: ${line}`),
    ].join("\n"),
  );
}
