import type { Command } from "commander";
import { appointmentDetails } from "../../domain/booking/visits/appointment-details.ts";
import { calendarFile, calendarMethod } from "../../domain/booking/calendar/calendar-file.ts";
import { latestOf } from "../../domain/booking/patients/find-appointments.ts";
import { mailAddressFrom } from "../arguments.ts";
import { type ClinicFlag, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type OutputFlags, addOutputOption, refuseToReplace } from "../output-option.ts";
import { recordRead } from "../record-change.ts";
import { appointmentNamed } from "./appointment-named.ts";

interface ExportFlags extends ClinicFlag, OutputFlags {
  readonly invite?: string;
}

export function configure(command: Command, context: Context): void {
  addOutputOption(addClinicOption(command), "write to this file instead of standard output")
    .description(
      "write an appointment as an iCalendar file (.ics); after a move or cancellation it updates the earlier one",
    )
    .argument("<appointment>", "appointment id or its last characters; a moved appointment is written at its new time")
    .option("--invite <mail>", "address it to this person (METHOD:REQUEST instead of PUBLISH)")
    .action((id: string, flags: ExportFlags) => exportFile(id, flags, context));
}

async function exportFile(id: string, flags: ExportFlags, context: Context): Promise<void> {
  refuseToReplace(flags.output, flags, context);
  const { clinic, stores, ports } = await openBookings(flags, context);
  const appointment = await latestOf(await appointmentNamed(id, clinic, ports), stores.booking.stores);
  const { doctor, type } = await appointmentDetails(stores)(appointment);
  const facts = {
    appointment,
    clinic,
    doctor: doctor?.name ?? null,
    type: type?.name ?? null,
    invited: flags.invite === undefined ? null : mailAddressFrom(flags.invite, "--invite"),
  };
  const text = calendarFile(facts);
  const read = { subject: `clinic:${clinic.slug}`, shown: { appointment: appointment.id } };
  await recordRead({ action: "appointment:export", ...read }, context);
  const { output } = flags;
  if (output !== undefined) await context.writeOutput(output, text);
  context.output.result(
    {
      clinic: clinic.slug,
      appointment_id: appointment.id,
      uid: appointment.calendarUid,
      sequence: appointment.calendarSequence,
      method: calendarMethod(facts),
      file: output ?? null,
      ics: text,
    },
    () => (output === undefined ? text : `Wrote ${output} (${calendarMethod(facts)}).`),
  );
}
