import { type Command, Argument } from "commander";
import { appointmentDetails } from "../../domain/booking/visits/appointment-details.ts";
import type { Appointment } from "../../domain/booking/appointment.ts";
import { rehearse } from "../../domain/booking/transactions.ts";
import { type OutcomeStatus, outcomeStatuses, recordOutcome } from "../../domain/booking/visits/staff-booking.ts";
import { type WriteFlags, addClinicOption, openBookings, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { appointmentFacts, changeAndRecord, recordDryRun } from "../record-change.ts";
import { appointmentNamed } from "./appointment-named.ts";
import { appointmentJson, appointmentSaid } from "./view.ts";

interface MarkFlags extends WriteFlags {
  readonly reason?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("record that an appointment is confirmed, completed or a no-show")
    .argument("<appointment>", "appointment id, or its last characters as shown by appointment:list")
    .addArgument(new Argument("<status>", "new status").choices(outcomeStatuses))
    .option("--reason <text>", "note for the staff")
    .action((id: string, status: OutcomeStatus, flags: MarkFlags) => mark({ id, status }, flags, context));
}

interface Marked {
  readonly id: string;
  readonly status: OutcomeStatus;
}

async function mark({ id, status }: Marked, flags: MarkFlags, context: Context): Promise<void> {
  const { clinic, stores, ports } = await openBookings(flags, context);
  const before = await appointmentNamed(id, clinic, ports);
  const outcome = { appointmentId: before.id, status, reason: reasonFrom(flags) ?? undefined };
  const isDryRun = flags.dryRun === true;
  if (isDryRun) await recordDryRun("appointment:mark", { clinic, shown: { appointment: before.id } }, context);
  const describe = (after: Appointment) => ({
    action: "appointment:mark",
    clinic,
    before: appointmentFacts(before),
    after: appointmentFacts(after),
    reason: reasonFrom(flags),
  });
  const appointment = isDryRun
    ? await rehearse((inner) => recordOutcome(outcome, inner), ports)
    : await changeAndRecord(() => recordOutcome(outcome, ports), describe, context);
  const details = { ...(await appointmentDetails(stores)(before)), appointment };
  const repeated = before.status === status;
  context.output.result(
    {
      dry_run: isDryRun,
      clinic: clinic.slug,
      repeated,
      previous_status: before.status,
      appointment: appointmentJson(details, { clinic, reveal: false }),
    },
    () =>
      repeated
        ? `Already ${status}: ${appointmentSaid(details, clinic)}`
        : `${isDryRun ? "Would change" : "Changed"} from ${before.status} to ${status}: ${appointmentSaid(details, clinic)}`,
  );
}
