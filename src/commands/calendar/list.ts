import type { Command } from "commander";
import { type ClinicFlag, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { ownersOf } from "./owners.ts";
import { calendarJson, calendarTable } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command).action((flags: ClinicFlag) => list(flags, context));
}

async function list(flags: ClinicFlag, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const [calendars, owners, now] = [await stores.calendars.list(), await ownersOf(stores), context.clock.now()];
  const data = { clinic: clinic.slug, calendars: calendars.map((calendar) => calendarJson(calendar, now)) };
  context.output.result(data, () =>
    calendars.length === 0
      ? `No calendars connected. Connect one with: ascendia calendar:connect --clinic ${clinic.slug} --ics <address>`
      : calendarTable(calendars, owners, now),
  );
}
