import type { Command } from "commander";
import { type WriteFlags, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { ownersOf } from "./owners.ts";
import { calendarJson, requireCalendar, whose } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<calendar>", "calendar id, or its last characters as shown by calendar:list")
    .action((id: string, flags: WriteFlags) => disconnect(id, flags, context));
}

async function disconnect(id: string, flags: WriteFlags, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const { calendars } = stores;
  const calendar = requireCalendar(id, await calendars.list(), clinic.slug);
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    const before = { id: calendar.id, host: calendar.host, doctor_id: calendar.doctorId, room_id: calendar.roomId };
    await changeAndRecord(
      () => calendars.remove(calendar.id),
      () => ({ action: "calendar:disconnect", clinic, before, after: null }),
      context,
    );
    await (await context.calendars()).secrets.remove(calendar.id);
  }
  const owner = whose(calendar, await ownersOf(stores));
  const data = { dry_run: isDryRun, clinic: clinic.slug, calendar: calendarJson(calendar, context.clock.now()) };
  context.output.result(data, () =>
    [
      `${isDryRun ? "Would disconnect" : "Disconnected"} the calendar of ${owner} at ${calendar.host}: its events no longer block slots.`,
      ...(calendar.role === "write" ? ["Bookings that were written there stay there."] : []),
    ].join("\n"),
  );
}
