import type { Command } from "commander";
import { MINUTE_MS } from "../../clock.ts";
import { shortId } from "../../domain/booking/find-by-name.ts";
import type { CalendarFeed } from "../../domain/calendar/ports.ts";
import { readFeed, usualTrustMinutes } from "../../domain/calendar/sync-feed.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import { durationMs } from "../arguments.ts";
import { type WriteFlags, addClinicOption, chosenClinic, chosenDoctor, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { calendarJson, whose } from "./view.ts";

interface ConnectFlags extends WriteFlags {
  readonly doctor?: string;
  readonly ics?: string;
  readonly icsEnv?: string;
  readonly trust?: number;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .option("--doctor <doctor>", "doctor id or name (default: the calendar blocks the whole clinic)")
    .option("--ics <address>", "https address of the calendar's iCalendar feed, which is a secret")
    .option("--ics-env <name>", "the same, from this environment variable")
    .option(
      "--trust <duration>",
      "how long to book by its last reading when it cannot be read: 30m, 4h, 1d",
      durationMs,
    )
    .action((flags: ConnectFlags) => connect(flags, context));
}

/** It is read once before it is connected, so that a wrong address is noticed. */
async function connect(flags: ConnectFlags, context: Context): Promise<void> {
  const address = addressFrom(flags, context);
  const clinic = await chosenClinic(flags, context);
  const bookings = await openBookings({ clinic: clinic.id }, context);
  const doctor = flags.doctor === undefined ? null : await chosenDoctor(flags.doctor, bookings, context);
  const { calendars } = (await context.store()).scope(clinic.id);
  const { reader, addresses } = await context.calendars();
  const feed = newFeed({ doctorId: doctor?.id ?? null, host: address.host, trust: flags.trust }, context);
  const given = { find: async () => address.href };
  const ports = { clinic, addresses: given, reader, clock: context.clock };
  const {
    feed: read,
    reading,
    failure,
  } = await context.output.step("Reading the calendar", () => readFeed(feed, ports));
  if (failure !== null || reading === undefined) throw failure ?? new Error("a new calendar is read whole");
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    await addresses.set(feed.id, address.href);
    const { id, host, doctorId, trustMinutes } = read;
    const after = { id, host, doctor_id: doctorId, trust_minutes: trustMinutes };
    await changeAndRecord(
      async () => {
        await calendars.add(read);
        await calendars.save(read, reading.busy);
      },
      () => ({ action: "calendar:connect", clinic, before: null, after }),
      context,
    );
  }
  if (read.problem !== null) context.output.warn(`Not all of it was understood: ${read.problem}.`);
  const data = {
    dry_run: isDryRun,
    clinic: clinic.slug,
    calendar: calendarJson(read, context.clock.now()),
    busy_times: reading.busy.length,
  };
  const owner = whose(read, doctor === null ? [] : [doctor]);
  context.output.result(data, ({ busy_times: busy }) =>
    [
      `${isDryRun ? "Would connect" : "Connected"} the calendar of ${owner} at ${read.host}: ${counted(read.events, "event")}, ${counted(busy, "busy time")}.`,
      "It is read every five minutes by `ascendia serve` or `worker`.",
      ...(isDryRun ? [] : [`Undo with: ascendia calendar:disconnect ${shortId(read.id)} --clinic ${clinic.slug}`]),
    ].join("\n"),
  );
}

interface Wanted {
  readonly doctorId: string | null;
  readonly host: string;
  readonly trust: number | undefined;
}

function newFeed({ doctorId, host, trust }: Wanted, context: Context): CalendarFeed {
  const trustMinutes = trust === undefined ? usualTrustMinutes : Math.ceil(trust / MINUTE_MS);
  const unread = { etag: null, lastModified: null, confirmedAt: null, readAt: null, events: 0, problem: null };
  return { id: context.newId(), doctorId, host, trustMinutes, ...unread, createdAt: context.clock.now() };
}

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** @throws usage, invalid */
function addressFrom({ ics, icsEnv }: ConnectFlags, context: Context): URL {
  if ((ics === undefined) === (icsEnv === undefined)) {
    throw new AscendiaError("usage", "Pass exactly one of --ics or --ics-env.", {
      hint: "In Google Calendar: Settings, the calendar, Integrate calendar, Secret address in iCal format.",
    });
  }
  const text = icsEnv === undefined ? (ics ?? "") : (context.secret(icsEnv) ?? "");
  const where = icsEnv === undefined ? "--ics" : icsEnv;
  const address = URL.parse(text.trim().replace(/^webcals?:/iu, "https:"));
  const isSafe = address?.protocol === "https:" || (address?.protocol === "http:" && LOOPBACK.has(address.hostname));
  if (address !== null && isSafe) return address;
  throw new AscendiaError("invalid", `${where} is not the https address of a calendar.`, {
    hint: "Copy the address of the iCalendar feed; it starts with https:// or webcal:// and often ends in .ics.",
  });
}
