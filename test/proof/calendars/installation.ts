import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { calendarSecrets } from "../../../src/adapters/calendars/calendar-secrets.ts";
import { calendarOpener } from "../../../src/adapters/calendars/open-calendar.ts";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import { bookingsOf } from "../../../src/composition/bookings.ts";
import { findSlots } from "../../../src/domain/booking/slots/availability.ts";
import { bookAppointment } from "../../../src/domain/booking/visits/book-appointment.ts";
import { outsideCalendars } from "../../../src/domain/calendar/outside-calendars.ts";
import type { ChangePolicy, ConnectedCalendar, OpenCalendar } from "../../../src/domain/calendar/ports.ts";
import type { Read } from "../../../src/domain/calendar/sync-calendar.ts";
import { syncAndFollow } from "../../../src/domain/calendar/sync-calendars.ts";
import { writeEvent } from "../../../src/domain/calendar/write-event.ts";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import { wallTimeAt } from "../../../src/domain/time/zoned-time.ts";
import { main } from "../../../src/main.ts";
import { Recorder, inputOf } from "../../fakes/streams.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

export const doctorId = "doctor-awa";
const slug = "clinique-test";

export interface Place {
  readonly zone: string;
  readonly changes: ChangePolicy;
  readonly trust?: string;
  /** Options of calendar:connect that name the calendar. */
  readonly way: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export type Installation = Awaited<ReturnType<typeof installation>>;

/** One clinic with one doctor, open every day from 08:00 to 18:00, whose calendar is connected by the command. */
export async function installation({ zone, changes, trust = "4h", way, env }: Place) {
  const cwd = mkdtempSync(join(tmpdir(), "ascendia-calendars-"));
  const path = join(cwd, ".ascendia", "sandbox.db");
  const database = await openDatabase(path, "sandbox");
  const store = sqlStore(database);
  const clinic = clinicIn(zone);
  await store.clinics.add(clinic);
  const { doctors, openingHours, calendars, booking, messages } = {
    ...store.scope(clinic.id),
    messages: store.scope(clinic.id).outreach.stores.messages,
  };
  await doctors.add({ id: doctorId, name: "Awa Test", specialty: "Dentiste", email: null, active: true });
  await openingHours.setForClinic(parseOpeningHours("Mon-Sun 08:00-18:00"));
  const connect = ["calendar:connect", "--clinic", slug, "--doctor", "Awa Test", "--write", "--changes", changes];
  await ended([...connect, "--trust", trust, ...way], { cwd, env });
  const clock = { skew: 0, now: () => Date.now() + clock.skew };
  const secrets = calendarSecrets(`${path}.calendars.json`);
  const opener = calendarOpener();
  const open: OpenCalendar = async (calendar, patienceMs) => {
    const access = await secrets.find(calendar.id);
    if (access === undefined) throw new Error("not connected");
    return opener(calendar.kind, access, { patienceMs });
  };
  const ports = { clinic, calendars, database: booking, open, clock, newId };
  const bookings = (await bookingsOf())({ database, clock, newId, outside: () => outsideCalendars(ports) })(clinic);
  const rows = keepStatements(new BetterSqlite3(path, { timeout: 10_000 }));
  return {
    cwd,
    path,
    clinic,
    clock,
    bookings,
    calendars,
    rows,
    calendar: (): Promise<ConnectedCalendar> => onlyOne(calendars.list()),
    sync: async (): Promise<Read> => syncAndFollow(await onlyOne(calendars.list()), { ...ports, bookings }),
    /** Runs the worker's jobs. */
    write: async (): Promise<void> => {
      const { id } = await onlyOne(calendars.list());
      for (const { uid } of await calendars.entries.unwritten(id)) await writeEvent({ calendarId: id, uid }, ports);
    },
    free: async (date: string): Promise<readonly string[]> => {
      const search = { doctorIds: [doctorId], typeId: null, dayPart: null, callId: null };
      const { slots } = await findSlots({ ...search, firstDate: date, lastDate: date }, bookings);
      return slots.map(({ startsAt }) => wallTimeAt(startsAt, zone));
    },
    book: (startsAt: number, caller: number) => {
      const phone = `+22901970${String(caller).padStart(5, "0")}`;
      // With the caller's number: without one, only few callers a day may book.
      const by = { kind: "caller", callId: `call-${caller}`, number: phone } as const;
      const patient = { name: `Patient ${inLetters(caller)} Test`, phone };
      return bookAppointment({ choice: { doctorId, startsAt, typeId: null }, patient, by }, bookings);
    },
    messages: async () => (await messages.list({ isOpenOnly: true })).map(({ text }) => text),
    start: (argv: readonly string[], more: Readonly<Record<string, string>> = {}) =>
      start(argv, { cwd, env: { ...env, ...more } }),
    /** Ends the leases of a killed process and the waits of its jobs. */
    passTime: () => {
      const jobs =
        "update jobs set due_at = 0, ready_at = 0, leased_until = 0, state = 'waiting' where kind = 'calendar-write'";
      rows.prepare(`${jobs} and state in ('waiting', 'running')`).run();
      rows.prepare("update calendar_entries set changed_at = 1 where state <> 'written'").run();
    },
    close: async () => {
      rows.close();
      await database.close();
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}

async function onlyOne(list: Promise<readonly ConnectedCalendar[]>): Promise<ConnectedCalendar> {
  const [calendar] = await list;
  if (calendar === undefined) throw new Error("no calendar is connected");
  return calendar;
}

interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

function start(argv: readonly string[], { cwd, env }: Surroundings): ChildProcess {
  const own = { PATH: process.env["PATH"], LOG_LEVEL: "error", ...env };
  return spawn(process.execPath, [resolve("bin/ascendia.js"), ...argv], {
    cwd,
    env: own,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Runs a command in this process. @throws if it fails */
async function ended(argv: readonly string[], { cwd, env }: Surroundings): Promise<void> {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const code = await main(argv, { env, cwd: () => cwd, stdin: inputOf(""), stdout, stderr });
  if (code !== 0) throw new Error(`ascendia ended with ${code}: ${stderr.text}`);
}

/** 12 becomes "Bc": a name has no digits. */
function inLetters(number: number): string {
  const letters = String(number).replaceAll(/\d/gu, (digit) => "abcdefghij".charAt(Number(digit)));
  return letters.charAt(0).toUpperCase() + letters.slice(1);
}

export function clinicIn(timezone: string): Clinic {
  return testClinic({
    slug,
    name: "Clinique Test",
    address: "1 rue des Essais, Cotonou",
    country: "BJ",
    timezone,
    ownerEmail: "owner@example.com",
  });
}
