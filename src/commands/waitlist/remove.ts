import type { Command } from "commander";
import { warmHolidays } from "../../domain/booking/calendar/clinic-calendar.ts";
import { findById } from "../../domain/find-by-id.ts";
import type { BookingPorts } from "../../domain/booking/ports.ts";
import { rehearse } from "../../domain/booking/transactions.ts";
import { leaveWaitlist } from "../../domain/booking/visits/waitlist.ts";
import { AscendiaError } from "../../errors.ts";
import { terminalSafe } from "../../terminal/table.ts";
import { type WriteFlags, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord, recordDryRun } from "../record-change.ts";
import { offersJson, offersLines } from "../waitlist-offers-view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("take a patient off the waitlist; a slot held for them goes to the next in line")
    .argument("<entry>", "waitlist id, or its last characters as shown by waitlist:list")
    .action((entryId: string, flags: WriteFlags) => remove(entryId, flags, context));
}

async function remove(entryId: string, flags: WriteFlags, context: Context): Promise<void> {
  const { clinic, ports } = await openBookings(flags, context);
  const { stores } = ports.database;
  const entry = findById(entryId, await stores.waitlist.inLine(), "waitlist entry");
  if (entry === undefined) {
    throw new AscendiaError("not_found", `Waitlist entry "${entryId}" not found.`, {
      hint: `List them with: ascendia waitlist:list --clinic ${clinic.slug}`,
    });
  }
  const offer = entry.holdId === null ? undefined : await stores.offered.find(entry.holdId);
  if (offer !== undefined) await warmHolidays(offer, ports);
  const leave = ({ database, ...rest }: BookingPorts) =>
    database.transact((inner) => leaveWaitlist(entry.id, inner, { ...rest, database }));
  const isDryRun = flags.dryRun === true;
  if (isDryRun) await recordDryRun("waitlist:remove", { clinic, shown: { entry: entry.id } }, context);
  const before = { id: entry.id, status: entry.status };
  const describe = () => ({ action: "waitlist:remove", clinic, before, after: null });
  const offers = isDryRun ? await rehearse(leave, ports) : await changeAndRecord(() => leave(ports), describe, context);
  const patient = await stores.patients.find(entry.patientId);
  const name = patient?.name ?? "";
  const data = {
    dry_run: isDryRun,
    clinic: clinic.slug,
    id: entry.id,
    patient: name,
    waitlist_offers: offersJson(offers),
  };
  context.output.result(data, () =>
    [
      terminalSafe(`${isDryRun ? "Would remove" : "Removed"} from the waitlist: ${name}.`),
      ...offersLines(offers, clinic),
    ].join("\n"),
  );
}
