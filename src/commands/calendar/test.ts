import type { Command } from "commander";
import { tryCalendar } from "../../domain/calendar/try-calendar.ts";
import { counted } from "../../terminal/table.ts";
import { type WriteFlags, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { requireCalendar } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description(
      "read a whole connected calendar and, if bookings are written to it, create, move and delete a test event 300 days ahead",
    )
    .argument("<calendar>", "calendar id, or its last characters as shown by calendar:list")
    .action((id: string, flags: WriteFlags) => test(id, flags, context));
}

async function test(id: string, flags: WriteFlags, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const named = requireCalendar(id, await stores.calendars.list(), clinic.slug);
  const isDryRun = flags.dryRun === true;
  const calendar = isDryRun ? { ...named, role: "read" as const } : named;
  const { open } = await context.calendars();
  const ports = { clinic, open, clock: context.clock, newId: () => context.newId() };
  const { events, wrote, problems } = await context.output.step(`Trying ${calendar.host}`, () =>
    tryCalendar(calendar, ports),
  );
  for (const problem of problems) context.output.warn(`Not understood: ${problem}.`);
  const data = { dry_run: isDryRun, clinic: clinic.slug, calendar: named.id, events, wrote, problems };
  context.output.result(data, () =>
    [
      `${named.host} was read: ${counted(events, "event")}.`,
      ...(wrote === true ? ["A test event was written, moved and removed."] : []),
    ].join("\n"),
  );
}
