import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../src/adapters/sql/store.ts";
import { newId } from "../src/adapters/system/ids.ts";
import { bookingsOf } from "../src/composition/bookings.ts";
import { findSlots, slotGrid } from "../src/domain/booking/slots/availability.ts";
import { bookAppointment } from "../src/domain/booking/visits/book-appointment.ts";
import type { BookingPorts } from "../src/domain/booking/ports.ts";
import { parseOpeningHours } from "../src/domain/clinic/opening-hours.ts";
import { addDays } from "../src/domain/time/wall-date.ts";
import { dateAt, instantOf } from "../src/domain/time/zoned-time.ts";
import { table } from "../src/terminal/table.ts";
import { connectedCalendar } from "../test/fakes/connected-calendar.ts";
import { clinicIn } from "../test/proof/calendars/installation.ts";
import type { BenchRun } from "./load/bench-run.ts";

const ZONE = "America/Toronto";
const DOCTORS = 10;
const EVENTS = 400;
const DAYS = 90;

/**
 * What external calendars add to the cost of a search and a booking: ten doctors with 400 events each, compared with
 * ten without.
 */
export async function run({ quick, note }: BenchRun): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-bench-"));
  try {
    const without = await clinic(join(folder, "without.db"), false);
    const connected = await clinic(join(folder, "connected.db"), true);
    const rounds = quick ? 60 : 600;
    const rows: string[][] = [];
    for (const [name, work] of Object.entries(works)) {
      const times = { without: [] as number[], connected: [] as number[] };
      for (let round = 0; round < rounds; round += 1) {
        times.without.push(await timed(() => work(without.ports, round)));
        times.connected.push(await timed(() => work(connected.ports, round)));
      }
      const [one, other] = [median(times.without), median(times.connected)];
      note(`${name}, calendars connected`, other / one);
      rows.push([name, one.toFixed(3), other.toFixed(3), (other / one).toFixed(2)]);
    }
    process.stdout.write(`${table(["median processor time of", "unconnected ms", "connected ms", "ratio"], rows)}\n`);
    await without.close();
    await connected.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const today = dateAt(Date.now(), ZONE);
const search = { typeId: null, dayPart: null, callId: null };

type Work = (ports: BookingPorts, round: number) => Promise<unknown>;

const works: Readonly<Record<string, Work>> = {
  "a day of one doctor": (ports, round) => {
    const date = addDays(today, 1 + (round % 60));
    return findSlots({ ...search, doctorIds: ["doctor-3"], firstDate: date, lastDate: date }, ports);
  },
  "a day of all doctors": (ports, round) => {
    const date = addDays(today, 1 + (round % 60));
    return findSlots({ ...search, doctorIds: null, firstDate: date, lastDate: date }, ports);
  },
  "a week of all doctors (slot:list)": (ports, round) => {
    const firstDate = addDays(today, 1 + (round % 60));
    return slotGrid({ ...search, doctorIds: null, firstDate, lastDate: addDays(firstDate, 6) }, ports);
  },
  "a booking": (ports, round) => {
    const date = addDays(today, 1 + Math.floor(round / 20));
    const startsAt = instantOf(date, `${String(8 + (round % 10)).padStart(2, "0")}:00`, ZONE);
    const patient = { name: "Koffi Test", phone: `+1514555${String(round).padStart(4, "0")}` };
    const choice = { doctorId: `doctor-${Math.floor(round / 10) % 2}`, startsAt, typeId: null };
    return bookAppointment({ choice, patient, by: { kind: "staff", reason: "bench" } }, ports);
  },
};

async function clinic(path: string, isConnected: boolean) {
  const database = await openDatabase(path, "sandbox");
  const store = sqlStore(database);
  const made = clinicIn(ZONE);
  await store.clinics.add(made);
  const { doctors, openingHours, calendars } = store.scope(made.id);
  await openingHours.setForClinic(parseOpeningHours("Mon-Sun 08:00-18:00"));
  for (let index = 0; index < DOCTORS; index += 1) {
    const doctorId = `doctor-${index}`;
    await doctors.add({ id: doctorId, name: `Awa Test ${index}`, specialty: "Dentist", email: null, active: true });
    if (!isConnected) continue;
    const calendar = connectedCalendar({ id: `calendar-${index}`, doctorId, kind: "caldav", confirmedAt: Date.now() });
    await calendars.add(calendar);
    await calendars.save(calendar, null, {
      isWhole: true,
      resources: Array.from({ length: EVENTS }, (_, event) => busy(event)),
    });
  }
  const bookings = (await bookingsOf())({ database, clock: { now: () => Date.now() }, newId });
  return { ports: bookings(made), close: () => database.close() };
}

/** Half an hour in the evening, which blocks no slot, so both clinics offer the same times. No two events touch. */
function busy(event: number) {
  const time = `${18 + Math.floor(event / DAYS)}:00`;
  const from = instantOf(addDays(today, 1 + (event % DAYS)), time, ZONE);
  return { resource: `event-${event}`, busy: [{ from, to: from + 1_800_000 }], uid: null };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  // CPU time, not wall-clock time, which depends on other processes of the machine.
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}
