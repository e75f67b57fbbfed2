import type { Command } from "commander";
import { appointmentDetails } from "../../domain/booking/visits/appointment-details.ts";
import { warmHolidays } from "../../domain/booking/calendar/clinic-calendar.ts";
import type { Cancelled } from "../../domain/booking/visits/change-appointment.ts";
import { shortId } from "../../domain/find-by-id.ts";
import { rehearse } from "../../domain/booking/transactions.ts";
import { cancelByStaff } from "../../domain/booking/visits/staff-booking.ts";
import { type WriteFlags, addClinicOption, agreeTo, openBookings, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { appointmentFacts, changeAndRecord, recordDryRun } from "../record-change.ts";
import { offersJson, offersLines } from "../waitlist-offers-view.ts";
import { appointmentNamed } from "./appointment-named.ts";
import { appointmentJson, appointmentSaid } from "./view.ts";

interface CancelFlags extends WriteFlags {
  readonly reason?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<appointment>", "appointment id, or its last characters as shown by appointment:list")
    .option("--reason <text>", "reason; lets staff override the cut-off")
    .action((id: string, flags: CancelFlags) => cancel(id, flags, context));
}

async function cancel(id: string, flags: CancelFlags, context: Context): Promise<void> {
  const { clinic, stores, ports } = await openBookings(flags, context);
  const standing = await appointmentNamed(id, clinic, ports);
  const cancellation = { appointmentId: standing.id, reason: reasonFrom(flags) };
  await warmHolidays(standing, ports);
  const planned = await rehearse((inner) => cancelByStaff(cancellation, inner), ports);
  const before = await appointmentDetails(stores)(planned.appointment);
  const isDryRun = flags.dryRun === true;
  if (isDryRun) await recordDryRun("appointment:cancel", { clinic, shown: { appointment: standing.id } }, context);
  if (!isDryRun && !planned.repeated) await agreeTo(`Cancel ${appointmentSaid(before, clinic)}?`, context);
  const describe = (done: Cancelled) => {
    const after = appointmentFacts(done.appointment);
    const changed = { before: done.repeated ? after : appointmentFacts(standing), after };
    return { action: "appointment:cancel", clinic, ...changed, reason: reasonFrom(flags) };
  };
  const { appointment, repeated, offers } = isDryRun
    ? planned
    : await changeAndRecord(() => cancelByStaff(cancellation, ports), describe, context);
  const details = { ...before, appointment };
  const verb = isDryRun ? "Would cancel" : "Cancelled";
  context.output.result(
    {
      dry_run: isDryRun,
      clinic: clinic.slug,
      repeated,
      appointment: appointmentJson(details, { clinic, reveal: false }),
      waitlist_offers: offersJson(offers),
    },
    () =>
      [
        `${repeated ? "Already cancelled" : verb}: ${appointmentSaid(details, clinic)}`,
        ...offersLines(offers, clinic),
        ...(isDryRun
          ? []
          : [`Update calendars with: ascendia appointment:export ${shortId(appointment.id)} --clinic ${clinic.slug}`]),
      ].join("\n"),
  );
}
