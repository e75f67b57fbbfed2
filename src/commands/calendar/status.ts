import type { Command } from "commander";
import { MINUTE_MS } from "../../clock.ts";
import { shortId } from "../../domain/find-by-id.ts";
import type { ConnectedCalendar } from "../../domain/calendar/ports.ts";
import type { AllClinicStores } from "../../domain/fleet/ports.ts";
import { counted, table } from "../../terminal/table.ts";
import { type ClinicFlag, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { ownersOf } from "./owners.ts";
import { calendarJson, whose } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command).action((flags: ClinicFlag) => status(flags, context));
}

async function status(flags: ClinicFlag, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const [owners, now] = [await ownersOf(stores), context.clock.now()];
  const statusOf = async (calendar: ConnectedCalendar) => ({
    ...calendarJson(calendar, now),
    whose: whose(calendar, owners),
    ...(await workOf(calendar, stores)),
    age_minutes: ageOf(calendar, now),
    ...waitOf(calendar),
  });
  const calendars = await Promise.all((await stores.calendars.list()).map(statusOf));
  context.output.result({ clinic: clinic.slug, calendars }, () => {
    if (calendars.length === 0) return "No calendars connected.";
    const rows = calendars.map((each) => [
      shortId(each.id),
      each.whose,
      each.state.replace("_", " "),
      each.age_minutes === null ? "never read" : `${counted(each.age_minutes, "minute")} old`,
      counted(each.busy_times, "busy time"),
      each.writes ? `${each.unwritten.length} to write` : "",
      [each.problem, each.not_before === null ? null : `asked to wait until ${each.not_before}`]
        .filter((part) => part !== null)
        .join("; "),
    ]);
    return table(["id", "whose", "state", "known", "takes", "bookings", "problem"], rows, {
      keep: ["id", "whose", "state"],
    });
  });
}

async function workOf({ id }: ConnectedCalendar, { calendars }: AllClinicStores) {
  const unwritten = await calendars.entries.unwritten(id);
  return {
    busy_times: await calendars.busyTimes(id),
    /** Bookings that their event does not match yet. */
    unwritten: unwritten.map(({ uid, changedAt }) => ({ uid, since: new Date(changedAt).toISOString() })),
  };
}

function ageOf({ confirmedAt }: ConnectedCalendar, now: number): number | null {
  return confirmedAt === null ? null : Math.max(0, Math.floor((now - confirmedAt) / MINUTE_MS));
}

function waitOf({ notBefore }: ConnectedCalendar) {
  return { not_before: notBefore === null ? null : new Date(notBefore).toISOString() };
}
