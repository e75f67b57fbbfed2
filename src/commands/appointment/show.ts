import type { Command } from "commander";
import { appointmentDetails } from "../../domain/booking/visits/appointment-details.ts";
import { latestOf } from "../../domain/booking/patients/find-appointments.ts";
import { type ClinicFlag, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { appointmentNamed } from "./appointment-named.ts";
import { appointmentJson, appointmentText } from "./view.ts";

interface ShowFlags extends ClinicFlag {
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<appointment>", "appointment id, or its last characters as shown by appointment:list")
    .option("--reveal", "show the full phone number")
    .action((id: string, flags: ShowFlags) => show(id, flags, context));
}

async function show(id: string, flags: ShowFlags, context: Context): Promise<void> {
  const { clinic, stores, ports } = await openBookings(flags, context);
  const appointment = await appointmentNamed(id, clinic, ports);
  const latest = await latestOf(appointment, stores.booking.stores);
  const shown = { clinic, reveal: flags.reveal === true };
  const details = await appointmentDetails(stores)(appointment);
  const read = { subject: `clinic:${clinic.slug}`, shown: { appointment: appointment.id } };
  await recordRead({ action: "appointment:show", ...read }, context);
  const movedTo = latest.id === appointment.id ? null : latest.id;
  context.output.result({ clinic: clinic.slug, ...appointmentJson(details, shown), moved_to: movedTo }, () =>
    [appointmentText(details, shown), ...(movedTo === null ? [] : [`moved to    ${movedTo}`])].join("\n"),
  );
}
