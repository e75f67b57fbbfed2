import { type Command, Option } from "commander";
import { MINUTE_MS } from "../../clock.ts";
import { enrolVisits } from "../../domain/calendar/enrol-visits.ts";
import { shortId } from "../../domain/find-by-id.ts";
import {
  type ChangePolicy,
  type ConnectedCalendar,
  type NamesShown,
  changePolicies,
  namesShown,
} from "../../domain/calendar/ports.ts";
import { type Read, readCalendar, usualTrustMinutes } from "../../domain/calendar/sync-calendar.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import { durationMs } from "../arguments.ts";
import { type ClinicBookings, type WriteFlags, addClinicOption, chosenDoctor, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { type AccessFlags, accessFrom, addAccessOptions } from "./access-options.ts";
import { calendarJson, requireNamedRoom, whose } from "./view.ts";

interface ConnectFlags extends WriteFlags, AccessFlags {
  readonly doctor?: string;
  readonly room?: string;
  readonly write?: boolean;
  readonly names: NamesShown;
  readonly changes: ChangePolicy;
  readonly trust?: number;
}

export function configure(command: Command, context: Context): void {
  addAccessOptions(addClinicOption(command))
    .option("--doctor <doctor>", "doctor id or name (default: the calendar blocks the whole clinic)")
    .option("--room <room>", "the calendar of a room: id or name")
    .option("--write", "write bookings there too")
    .addOption(
      new Option("--names <how>", "how bookings there name the patient").choices(namesShown).default("initials"),
    )
    .addOption(
      new Option("--changes <policy>", "when a booking is moved or deleted there: follow at once, or leave a message")
        .choices(changePolicies)
        .default("message"),
    )
    .option(
      "--trust <duration>",
      "how long to rely on the last reading when the calendar cannot be read: 30m, 4h, 1d",
      durationMs,
    )
    .action((flags: ConnectFlags) => connect(flags, context));
}

/** It is read once before it is connected, so that a wrong address is noticed. */
async function connect(flags: ConnectFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, stores } = bookings;
  const { calendars } = stores;
  // Checked first, so that nobody signs in for nothing.
  const owner = await ownerOf(flags, bookings, context);
  if (flags.write === true) assertFirstToWrite(owner, await calendars.list());
  const { kind, access, host } = await accessFrom(flags, context);
  const calendar = newCalendar({ kind, host, ...owner }, flags, context);
  const { openAs, secrets } = await context.calendars();
  const ports = { clinic, calendars, open: openAs(access), clock: context.clock };
  const read = await context.output.step("Reading the calendar", () => readCalendar(calendar, ports));
  if (read.failure !== null) throw read.failure;
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    await secrets.set(calendar.id, access);
    await record(read, { bookings, context });
  }
  const isEmpty = isDryRun || calendar.role !== "write";
  const toWrite = isEmpty ? 0 : await enrolVisits(calendar, bookings.ports);
  await tell({ ...read, toWrite }, { bookings, isDryRun, context });
}

async function ownerOf({ doctor, room }: ConnectFlags, bookings: ClinicBookings, context: Context) {
  if (doctor !== undefined && room !== undefined) {
    throw new AscendiaError("usage", "--doctor and --room cannot be combined.", {
      hint: "Connect the calendar once for each of them.",
    });
  }
  const { clinic, ports } = bookings;
  const rooms = room === undefined ? [] : await ports.database.stores.rooms.list();
  return {
    doctorId: doctor === undefined ? null : (await chosenDoctor(doctor, bookings, context)).id,
    roomId: room === undefined ? null : requireNamedRoom(room, rooms, clinic.slug).id,
  };
}

type Wanted = Pick<ConnectedCalendar, "kind" | "host" | "doctorId" | "roomId">;

function newCalendar(wanted: Wanted, flags: ConnectFlags, context: Context): ConnectedCalendar {
  const { write = false, names, changes, trust } = flags;
  if (write && wanted.kind === "ics") {
    throw new AscendiaError("usage", "An iCalendar feed is read-only.", {
      hint: "To write bookings there, connect the calendar with --caldav, --google or --microsoft.",
    });
  }
  const trustMinutes = trust === undefined ? usualTrustMinutes : Math.ceil(trust / MINUTE_MS);
  const unread = { token: null, confirmedAt: null, readAt: null, problem: null, failure: null, notBefore: null };
  const settings = { role: write ? "write" : "read", names, changes, trustMinutes } as const;
  return { id: context.newId(), ...wanted, ...settings, ...unread, createdAt: context.clock.now() };
}

type Owner = Pick<ConnectedCalendar, "doctorId" | "roomId">;

function assertFirstToWrite({ doctorId, roomId }: Owner, connected: readonly ConnectedCalendar[]): void {
  const other = connected.find((each) => each.role === "write" && each.doctorId === doctorId && each.roomId === roomId);
  if (other === undefined) return;
  throw new AscendiaError("conflict", `Bookings are written to the calendar ${shortId(other.id)} at ${other.host}.`, {
    hint: "Connect this one without --write, or disconnect the other one first.",
  });
}

interface Telling {
  readonly bookings: ClinicBookings;
  readonly context: Context;
}

async function record({ calendar, busy }: Read, { bookings, context }: Telling): Promise<void> {
  const { clinic, stores } = bookings;
  const { id, kind, host, role, doctorId, roomId, trustMinutes } = calendar;
  const settings = { names: calendar.names, changes: calendar.changes, trust_minutes: trustMinutes };
  const after = { id, kind, host, role, doctor_id: doctorId, room_id: roomId, ...settings };
  await changeAndRecord(
    async () => {
      await stores.calendars.add(calendar);
      await stores.calendars.save(calendar, calendar.token, busy);
    },
    () => ({ action: "calendar:connect", clinic, before: null, after }),
    context,
  );
}

function tell(
  { calendar, busy, toWrite }: Read & { readonly toWrite: number },
  { bookings: { clinic, stores }, context, isDryRun }: Telling & { readonly isDryRun: boolean },
): Promise<void> {
  const { output, clock } = context;
  if (calendar.problem !== null) output.warn(`Not all of it was understood: ${calendar.problem}.`);
  const times = (busy?.resources ?? []).reduce((sum, resource) => sum + resource.busy.length, 0);
  const data = {
    dry_run: isDryRun,
    clinic: clinic.slug,
    calendar: calendarJson(calendar, clock.now()),
    busy_times: times,
    /** Number of earlier bookings, which are written to the calendar within minutes. */
    to_write: toWrite,
  };
  return Promise.all([stores.doctors.list(), stores.booking.stores.rooms.list()]).then(([doctors, rooms]) =>
    output.result(data, () =>
      [
        `${isDryRun ? "Would connect" : "Connected"} the calendar of ${whose(calendar, { doctors, rooms })} at ${calendar.host}: ${counted(times, "busy time")}.`,
        ...(calendar.role === "write" ? ["Bookings are written there too."] : []),
        ...(toWrite > 0 ? [`${counted(toWrite, "booking")} made before will follow.`] : []),
        `\`ascendia serve\` or \`worker\` reads it every ${calendar.kind === "ics" ? "five minutes" : "minute"}.`,
        ...(isDryRun
          ? []
          : [`Undo with: ascendia calendar:disconnect ${shortId(calendar.id)} --clinic ${clinic.slug}`]),
      ].join("\n"),
    ),
  );
}
