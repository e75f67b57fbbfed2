import type { Command } from "commander";
import { type WriteFlags, addClinicOption, chosenClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { calendarJson, requireCalendar, whose } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<calendar>", "calendar id, or its last characters as shown by calendar:list")
    .action((id: string, flags: WriteFlags) => disconnect(id, flags, context));
}

async function disconnect(id: string, flags: WriteFlags, context: Context): Promise<void> {
  const clinic = await chosenClinic(flags, context);
  const { calendars, doctors } = (await context.store()).scope(clinic.id);
  const feed = requireCalendar(id, await calendars.list(), clinic.slug);
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    const before = { id: feed.id, host: feed.host, doctor_id: feed.doctorId };
    await changeAndRecord(
      () => calendars.remove(feed.id),
      () => ({ action: "calendar:disconnect", clinic, before, after: null }),
      context,
    );
    await (await context.calendars()).addresses.remove(feed.id);
  }
  const owner = whose(feed, await doctors.list());
  const data = { dry_run: isDryRun, clinic: clinic.slug, calendar: calendarJson(feed, context.clock.now()) };
  context.output.result(
    data,
    () =>
      `${isDryRun ? "Would disconnect" : "Disconnected"} the calendar of ${owner} at ${feed.host}: its events no longer block slots.`,
  );
}
