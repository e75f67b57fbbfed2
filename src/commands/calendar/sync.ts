import type { Command } from "commander";
import { type Read, readCalendar } from "../../domain/calendar/sync-calendar.ts";
import { syncAndFollow } from "../../domain/calendar/sync-calendars.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import { type WriteFlags, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { ownersOf } from "./owners.ts";
import { calendarJson, calendarTable } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command).action((flags: WriteFlags) => sync(flags, context));
}

async function sync(flags: WriteFlags, context: Context): Promise<void> {
  const { clinic, stores, ports: bookings } = await openBookings(flags, context);
  const { calendars } = stores;
  const isDryRun = flags.dryRun === true;
  const { open } = await context.calendars();
  const ports = { clinic, calendars, bookings, open, clock: context.clock };
  const read: Read[] = [];
  for (const known of await calendars.list()) {
    // A manual sync does not wait for as long as the server asked.
    const calendar = { ...known, notBefore: null };
    const work = () => (isDryRun ? readCalendar(calendar, ports) : syncAndFollow(calendar, ports, 0));
    read.push(await context.output.step(`Reading ${calendar.host}`, work));
  }
  const [now, owners] = [context.clock.now(), await ownersOf(stores)];
  const after = read.map(({ calendar }) => calendar);
  const data = { dry_run: isDryRun, clinic: clinic.slug, calendars: after.map((each) => calendarJson(each, now)) };
  const text = () => (after.length === 0 ? "No calendars connected." : calendarTable(after, owners, now));
  const failed = read.filter(({ failure }) => failure !== null).length;
  if (failed === 0) return context.output.result(data, text);
  const error = new AscendiaError("failed", `${counted(failed, "calendar")} could not be read.`, {
    hint: "See the problem above. The last reading is used until it is older than --trust.",
  });
  context.output.failedResult(data, text, error);
  throw error;
}
