import type { Command } from "commander";
import { type Read, readFeed, syncFeed } from "../../domain/calendar/sync-feed.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import { type WriteFlags, addClinicOption, chosenClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { calendarJson, calendarTable } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command).action((flags: WriteFlags) => sync(flags, context));
}

async function sync(flags: WriteFlags, context: Context): Promise<void> {
  const clinic = await chosenClinic(flags, context);
  const { calendars, doctors } = (await context.store()).scope(clinic.id);
  const feeds = await calendars.list();
  const isDryRun = flags.dryRun === true;
  const ports = { ...(await context.calendars()), clinic, clock: context.clock };
  const read: Read[] = [];
  for (const feed of feeds) {
    const work = () => (isDryRun ? readFeed(feed, ports) : syncFeed(feed, { ...ports, feeds: calendars }));
    read.push(await context.output.step(`Reading ${feed.host}`, work));
  }
  const [now, staff] = [context.clock.now(), await doctors.list()];
  const after = read.map(({ feed }) => feed);
  const data = { dry_run: isDryRun, clinic: clinic.slug, calendars: after.map((feed) => calendarJson(feed, now)) };
  const text = () => (after.length === 0 ? "No calendars connected." : calendarTable(after, staff, now));
  const failed = read.filter(({ failure }) => failure !== null).length;
  if (failed === 0) return context.output.result(data, text);
  const error = new AscendiaError("failed", `${counted(failed, "calendar")} could not be read.`, {
    hint: "See the problem above. What was known before is used until it is older than its --trust.",
  });
  context.output.failedResult(data, text, error);
  throw error;
}
