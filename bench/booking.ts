import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { z } from "zod";
import { keepStatements } from "../src/adapters/sqlite/keep-statements.ts";
import { migrate } from "../src/adapters/sql/migrations/migrate.ts";
import { openSqlite } from "../src/adapters/sql/sqlite/sqlite.ts";
import { sqlStore } from "../src/adapters/sql/store.ts";
import { newId } from "../src/adapters/system/ids.ts";
import { type SlotSearch, readAvailability, searchSlots } from "../src/domain/booking/slots/availability.ts";
import { bookAppointment } from "../src/domain/booking/visits/book-appointment.ts";
import { defaultBookingRules } from "../src/domain/booking/booking-rules.ts";
import { publicHolidays } from "../src/domain/booking/calendar/public-holidays.ts";
import type { BookingPorts } from "../src/domain/booking/ports.ts";
import type { Slot } from "../src/domain/booking/slots/slot.ts";
import { parseOpeningHours } from "../src/domain/clinic/opening-hours.ts";
import type { Store } from "../src/domain/fleet/ports.ts";
import { addDays } from "../src/domain/time/wall-date.ts";
import { instantOf } from "../src/domain/time/zoned-time.ts";
import { table } from "../src/terminal/table.ts";
import type { BenchRun } from "./load/bench-run.ts";
import { testClinic } from "../test/fakes/test-clinic.ts";

const timezone = "America/Toronto";
const today = "2026-03-01";
const DOCTORS = 10;
const DAYS = 30;
const APPOINTMENTS = 2000;

/** Free slots of a busy month, and bookings per second compared with equally durable bare inserts of the same rows. */
export async function run({ quick, note }: BenchRun): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-bench-"));
  const path = join(folder, "booking.db");
  // The product opens every database with FULL.
  const database = openSqlite(path, { synchronous: "FULL" });
  try {
    await migrate(database);
    const ports = await openClinic(sqlStore(database));
    const before = await freeSlots(ports);
    for (const [index, slot] of spread(before, APPOINTMENTS).entries()) await book(slot, index, ports);
    await measureSearch(ports, quick ? 40 : 300);
    const copy = join(folder, "bare.db");
    writeFileSync(copy, await database.copy());
    note("a booking, by bare inserts", await measureBooking(ports, copy, quick ? 100 : 500));
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openClinic(store: Store): Promise<BookingPorts> {
  const clinicId = newId();
  const clinic = { timezone, language: "en" as const };
  await store.clinics.add(
    testClinic({
      ...clinic,
      id: clinicId,
      slug: "bench-clinic",
      name: "Bench Clinic",
      address: "1 Test Street",
      country: "CA",
      ownerEmail: "owner@example.com",
    }),
  );
  const { doctors, openingHours, booking } = store.scope(clinicId);
  for (let index = 0; index < DOCTORS; index += 1) {
    await doctors.add({ id: newId(), name: `Doctor ${index} Test`, specialty: "Dentist", email: null, active: true });
  }
  await openingHours.setForClinic(parseOpeningHours("Mon-Sat 08:00-12:30,13:30-18:00"));
  await booking.stores.rules.save({ ...defaultBookingRules, slotMinutes: 15, horizonDays: 90 });
  const now = instantOf(today, "07:00", timezone);
  return { clinic, database: booking, holidays: publicHolidays(), clock: { now: () => now }, newId };
}

const month: SlotSearch = {
  doctorIds: null,
  typeId: null,
  firstDate: today,
  lastDate: addDays(today, DAYS - 1),
  dayPart: null,
};

async function freeSlots(ports: BookingPorts): Promise<readonly Slot[]> {
  return searchSlots(await readAvailability(month, ports.database.stores, ports), month);
}

/**
 * As many slots as wanted, evenly spread over the month, so that no two visits of a doctor overlap (a visit takes two
 * slots).
 */
function spread(slots: readonly Slot[], wanted: number): readonly Slot[] {
  const apart = slots.filter(({ startsAt }) => (startsAt / 60_000) % 30 === 0);
  return Array.from({ length: wanted }, (_, index) => apart[Math.floor((index * apart.length) / wanted)]).filter(
    (slot) => slot !== undefined,
  );
}

async function book(choice: Slot, index: number, ports: BookingPorts): Promise<void> {
  const patient = { name: `Patient ${index} Test`, phone: `+1415555${String(index).padStart(4, "0")}` };
  const result = await bookAppointment(
    { choice, patient, by: { kind: "caller", callId: newId(), number: patient.phone } },
    ports,
  );
  if (result.kind !== "booked") throw new Error(`not booked: ${result.reason}`);
}

async function measureSearch(ports: BookingPorts, rounds: number): Promise<void> {
  const availability = await readAvailability(month, ports.database.stores, ports);
  const found = searchSlots(availability, month).length;
  const inProcess = await timed(rounds, () => searchSlots(availability, month));
  const withReading = await timed(rounds, () => freeSlots(ports));
  print(
    `All free slots: ${DAYS} days, ${DOCTORS} doctors, ${availability.taken.length} appointments, ${found} slots found`,
    [
      ["in process", inProcess],
      ["with reading it all from SQLite", withReading],
    ],
  );
}

async function timed(rounds: number, work: () => unknown): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b);
}

/**
 * A booking reads the day, checks it, and writes patient and appointment in one transaction; the bare insert only
 * writes. They alternate, because a disk's speed varies over time, and use two files, because writing to one would
 * empty the other's cache.
 */
async function measureBooking(ports: BookingPorts, path: string, rounds: number): Promise<number> {
  const free = (await freeSlots(ports)).filter(({ startsAt }) => (startsAt / 60_000) % 30 === 0);
  const bare = bareInserts(path);
  const bookings: number[] = [];
  const inserts: number[] = [];
  let cpuMicroseconds = 0;
  try {
    for (const [index, slot] of spread(free, rounds).entries()) {
      const [began, cpu] = [performance.now(), process.cpuUsage()];
      await book(slot, APPOINTMENTS + index, ports);
      bookings.push(performance.now() - began);
      const { user, system } = process.cpuUsage(cpu);
      cpuMicroseconds += user + system;
      inserts.push(bare.insert(index));
    }
  } finally {
    bare.close();
  }
  print("In turns, journal_mode = WAL, synchronous = FULL for both", [
    ["bookings", bookings.toSorted((a, b) => a - b)],
    ["bare better-sqlite3 inserts", inserts.toSorted((a, b) => a - b)],
  ]);
  const ratio = perSecond(inserts) / perSecond(bookings);
  process.stdout.write(
    `${perSecond(bookings).toFixed(0)} bookings/s, ${perSecond(inserts).toFixed(0)} bare inserts/s: a booking costs ${ratio.toFixed(1)} inserts; CPU ${(cpuMicroseconds / 1000 / bookings.length).toFixed(2)} ms a booking\n`,
  );
  return ratio;
}

function perSecond(times: readonly number[]): number {
  return (1000 * times.length) / times.reduce((sum, time) => sum + time, 0);
}

/**
 * Inserts copies of appointment rows at other times into the same table with the same indexes, each in its own
 * transaction.
 */
function bareInserts(path: string): { insert(index: number): number; close(): void } {
  const database = keepStatements(new BetterSqlite3(path));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  const columns = z.array(z.object({ name: z.string() })).parse(database.pragma("table_info(appointments)"));
  const rows = z
    .array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))
    .parse(database.prepare("select * from appointments limit ?").all(APPOINTMENTS));
  const names = columns.map(({ name }) => name);
  const statement = database.prepare(
    `insert into appointments (${names.join(", ")}) values (${names.map((name) => `@${name}`).join(", ")})`,
  );
  return {
    insert: (index) => {
      const copy = { ...rows[index % rows.length], id: newId(), starts_at: index, call_id: newId() };
      const began = performance.now();
      statement.run(copy);
      return performance.now() - began;
    },
    close: () => database.close(),
  };
}

function print(title: string, lines: readonly (readonly [string, readonly number[]])[]): void {
  const rows = lines.map(([label, times]) => [label, String(times.length), at(times, 0.5), at(times, 0.95)]);
  process.stdout.write(`${title}\n${table(["what", "rounds", "median ms", "p95 ms"], rows)}\n\n`);
}

function at(times: readonly number[], share: number): string {
  return (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(2);
}
