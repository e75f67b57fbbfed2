import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { calendarOpener } from "../../../src/adapters/calendars/open-calendar.ts";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import { bookingsOf } from "../../../src/composition/bookings.ts";
import { bookAppointment } from "../../../src/domain/booking/visits/book-appointment.ts";
import { outsideCalendars } from "../../../src/domain/calendar/outside-calendars.ts";
import { syncAndFollow } from "../../../src/domain/calendar/sync-calendars.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import { instantOf } from "../../../src/domain/time/zoned-time.ts";
import { type FakeCaldav, fakeCaldav } from "../../fakes/caldav-server.ts";
import { connectedCalendar } from "../../fakes/connected-calendar.ts";
import { type Check, type ProofOptions, ZONE, dateIn } from "./check.ts";
import { eventLines } from "./event-lines.ts";
import { clinicIn } from "./installation.ts";

/** The memory growth that a thousand reads may cause: caches of zones and statements. */
const MOST_GROWTH_MB = 12;

/** Many calendars, read again and again, of which a few change each time: checks the requests, writes and memory. */
export async function syncChecks({ quick }: ProofOptions): Promise<readonly Check[]> {
  const size = quick ? { doctors: 3, events: 20, rounds: 5 } : { doctors: 50, events: 400, rounds: 20 };
  const servers = await Promise.all(Array.from({ length: size.doctors }, () => fakeCaldav()));
  const folder = mkdtempSync(join(tmpdir(), "ascendia-syncs-"));
  try {
    return [await readAgain(servers, size, join(folder, "syncs.db"))];
  } finally {
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Size {
  readonly doctors: number;
  readonly events: number;
  readonly rounds: number;
}

async function readAgain(servers: readonly FakeCaldav[], size: Size, path: string): Promise<Check> {
  const { sync, book, close } = await connectedDoctors(servers, path);
  for (const [index, server] of servers.entries()) {
    for (let event = 0; event < size.events; event += 1) {
      server.put(`event-${event}`, textOf(`event-${event}`, event + index));
    }
    await sync(index);
    await book(index);
  }
  const before = servers.map((server) => marksOf(server));
  for (const server of servers) server.asked.length = 0;
  let [changes, heapBefore] = [0, 0];
  for (let round = 0; round < size.rounds; round += 1) {
    if (round === Math.floor(size.rounds / 5)) heapBefore = heapMb();
    for (const [index, server] of servers.entries()) {
      if ((index + round) % 10 === 0) {
        changes += 1;
        server.put("event-0", textOf("event-0", round + 1));
        before[index] = marksOf(server);
      }
      await sync(index);
    }
  }
  const growth = heapMb() - heapBefore;
  await close();
  const asked = servers.flatMap((server) => server.asked);
  const reports = asked.filter((method) => method === "REPORT").length;
  const isSame = servers.every((server, index) => marksOf(server) === before[index]);
  const syncs = size.rounds * size.doctors;
  const passed = asked.length === reports && isSame && reports === syncs + changes && growth < MOST_GROWTH_MB;
  const found = `${reports} requests for ${syncs} readings and ${changes} changes, ${asked.length - reports} writes; heap ${growth.toFixed(1)} MB more`;
  const what = `${size.doctors} doctors, ${size.events} events each, our own among them`;
  return { side: "CalDAV, in memory", what, found, passed };
}

function marksOf({ events }: FakeCaldav): string {
  return [...events].join("\n");
}

async function connectedDoctors(servers: readonly FakeCaldav[], path: string) {
  const database = await openDatabase(path, "sandbox");
  const store = sqlStore(database);
  const clinic = clinicIn(ZONE);
  await store.clinics.add(clinic);
  const { doctors, openingHours, calendars, booking } = store.scope(clinic.id);
  await openingHours.setForClinic(parseOpeningHours("Mon-Sun 08:00-18:00"));
  for (const index of servers.keys()) {
    const id = `doctor-${index}`;
    await doctors.add({ id, name: `Awa Test ${index}`, specialty: "Dentiste", email: null, active: true });
    await calendars.add(connectedCalendar({ id: `calendar-${index}`, kind: "caldav", doctorId: id, role: "write" }));
  }
  const clock = { now: () => Date.now() };
  const opener = calendarOpener();
  const open = (calendar: { readonly id: string }, patienceMs: number) => {
    const url = servers[Number(calendar.id.slice("calendar-".length))]?.url ?? "";
    return opener("caldav", { url, user: "awa", password: "geheim" }, { patienceMs });
  };
  const ports = { clinic, calendars, database: booking, open, clock, newId };
  const bookings = (await bookingsOf())({ database, clock, newId, outside: () => outsideCalendars(ports) })(clinic);
  return {
    sync: async (index: number): Promise<void> => {
      const calendar = await calendars.find(`calendar-${index}`);
      if (calendar === undefined) throw new Error("not connected");
      const { failure } = await syncAndFollow(calendar, { ...ports, bookings });
      if (failure !== null) throw failure;
    },
    book: async (index: number): Promise<void> => {
      const choice = { doctorId: `doctor-${index}`, startsAt: instantOf(dateIn(12), "08:00", ZONE), typeId: null };
      const patient = { name: "Koffi Test", phone: `+22901970${String(index).padStart(5, "0")}` };
      const outcome = await bookAppointment(
        { choice, patient, by: { kind: "caller", callId: `call-${index}`, number: patient.phone } },
        bookings,
      );
      if (outcome.kind !== "booked") throw new Error(`not booked: ${outcome.reason}`);
    },
    close: () => database.close(),
  };
}

/** Half an hour at noon or later, on one of the next days: never at eight, when our own visit is. */
function textOf(id: string, event: number): string {
  const hour = 12 + (event % 10) / 2;
  const startsAt = instantOf(dateIn(1 + (event % 90)), `${Math.floor(hour)}:${hour % 1 === 0 ? "00" : "30"}`, ZONE);
  const lines = eventLines(id, startsAt, startsAt + 1_800_000);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//owner//EN", ...lines, "END:VCALENDAR", ""].join("\r\n");
}

function heapMb(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc()");
  return process.memoryUsage().heapUsed / 2 ** 20;
}
