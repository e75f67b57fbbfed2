import type { Command } from "commander";
import { type ClinicFlag, addClinicOption, chosenClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { calendarJson, calendarTable } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command).action((flags: ClinicFlag) => list(flags, context));
}

async function list(flags: ClinicFlag, context: Context): Promise<void> {
  const clinic = await chosenClinic(flags, context);
  const { calendars, doctors } = (await context.store()).scope(clinic.id);
  const [feeds, staff, now] = [await calendars.list(), await doctors.list(), context.clock.now()];
  const data = { clinic: clinic.slug, calendars: feeds.map((feed) => calendarJson(feed, now)) };
  context.output.result(data, () =>
    feeds.length === 0
      ? `No calendars connected. Connect one with: ascendia calendar:connect --clinic ${clinic.slug} --ics <address>`
      : calendarTable(feeds, staff, now),
  );
}
