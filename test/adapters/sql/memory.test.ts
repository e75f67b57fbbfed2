import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { openSqlite, writeDatabase } from "../../../src/adapters/sql/sqlite/sqlite.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import type { Appointment } from "../../../src/domain/booking/appointment.ts";
import { connectedCalendar } from "../../fakes/connected-calendar.ts";
import { patientOf, visitOf } from "../../fakes/two-clinics.ts";
import { addTestClinic, austin, cotonou } from "../../commands/simulate-fixture.ts";

let folder: string;
let database: SqlDatabase;
let other: SqlDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ascendia-settings-"));
  const path = join(folder, "ascendia.db");
  const original = await newDatabase();
  for (const clinic of [cotonou, austin]) await addTestClinic(sqlStore(original), clinic);
  writeDatabase(path, original.serialize());
  await original.close();
  database = openSqlite(path);
  other = openSqlite(path);
});

afterEach(async () => {
  await database.close();
  await other.close();
  rmSync(folder, { recursive: true, force: true });
});

const { id } = cotonou.clinic;
const added = { id: "new", name: "Dr. Essai Nouveau", specialty: "", email: null, active: true };

async function hasAdded(of = database, clinicId: string = id): Promise<boolean> {
  return (await sqlStore(of).scope(clinicId).doctors.list()).some((doctor) => doctor.id === "new");
}

test("a read setting is remembered until a setting changes, here or in another process", async () => {
  const { doctors, booking } = sqlStore(database).scope(id);
  const first = await doctors.list();
  await booking.stores.holds.removeExpired(0);
  expect(await doctors.list()).toBe(first);
  await doctors.add(added);
  expect(await hasAdded()).toBe(true);
  expect(await hasAdded(other)).toBe(true);
  await sqlStore(other)
    .scope(id)
    .doctors.update({ ...added, active: false });
  await nextTurn();
  expect(await hasAdded()).toBe(false);
});

test("the memory is limited: beyond the limit, settings are read again", async () => {
  const { doctors } = sqlStore(database).scope(id);
  const others = sqlStore(database).scope(austin.clinic.id).doctors;
  await doctors.list();
  const first = await doctors.list();
  await others.list();
  expect((await doctors.list()) === first).toBe(true);
  database.memories.settings?.holdAtMost(1);
  await sqlStore(database).scope(austin.clinic.id).booking.stores.types.list();
  const again = await doctors.list();
  expect([again, again === first]).toEqual([first, false]);
});

test("one clinic's settings are not another's", async () => {
  await sqlStore(database).scope(id).doctors.add(added);
  expect([await hasAdded(), await hasAdded(database, austin.clinic.id)]).toEqual([true, false]);
});

test("a change that is rolled back is forgotten, and nobody else sees it before it is committed", async () => {
  const failure = database.atomically(async () => {
    await sqlStore(database).scope(id).doctors.add(added);
    expect(await hasAdded()).toBe(true);
    expect(await hasAdded(other)).toBe(false);
    throw new Error("it fails");
  });
  await expect(failure).rejects.toThrow("it fails");
  expect(await hasAdded()).toBe(false);
});

test("a transaction sees what another process committed in the same turn of the event loop", async () => {
  const { booking } = sqlStore(database).scope(id);
  expect(await hasAdded()).toBe(false);
  await sqlStore(other).scope(id).doctors.add(added);
  const seen = await booking.transact(async ({ doctors }) => doctors.list());
  expect(seen.map(({ name }) => name)).toContain(added.name);
});

test("no foreign key and no trigger changes a setting when another table is written", async () => {
  const { rows } = await sql`
    select t.name, f."from" from sqlite_schema t, pragma_foreign_key_list(t.name) f
    where f.on_delete <> 'NO ACTION' or f.on_update <> 'NO ACTION'`.execute(database.fleet);
  expect(rows).toEqual([]);
  const triggers = await sql<{ readonly sql: string }>`
    select sql from sqlite_schema where type = 'trigger'`.execute(database.fleet);
  const bodies = triggers.rows.map((trigger) => trigger.sql.replace(/^.*?\bbegin\b/isu, ""));
  const write = /(?:insert into|delete from|(?<!do )update) "?(\w+)/giu;
  const tables = bodies.flatMap((body) => Array.from(body.matchAll(write), ([, table]) => table));
  expect(new Set(tables)).toEqual(new Set(["clinic_revisions"]));
});

test("a calendar is read again after a change, here, elsewhere or rolled back", async () => {
  const calendar = connectedCalendar({ id: "calendar", confirmedAt: 1_000_000, trustMinutes: 1 });
  const { calendars, booking, doctors } = sqlStore(database).scope(id);
  const busyAt = async (of = database): Promise<readonly number[]> => {
    const busy = await sqlStore(of).scope(id).booking.stores.busy.overlapping({ from: 0, to: 1000 }, 0, null);
    return busy.flatMap(({ spans }) => spans.map(({ from }) => from));
  };
  const put = (of: SqlDatabase, from: number, since: string | null) =>
    sqlStore(of)
      .scope(id)
      .calendars.save({ ...calendar, token: String(from) }, since, {
        isWhole: true,
        resources: [{ resource: "event", busy: [{ from, to: from + 10 }], uid: null }],
      });
  await calendars.add(calendar);
  expect(await busyAt()).toEqual([]);
  await put(database, 100, null);
  const known = await doctors.list();
  expect([await busyAt(), await busyAt(other)]).toEqual([[100], [100]]);
  await put(database, 200, "100");
  expect([await busyAt(), await doctors.list()]).toEqual([[200], known]);
  expect((await doctors.list()) === known).toBe(true);
  await put(other, 300, "200");
  await nextTurn();
  expect(await busyAt()).toEqual([300]);
  const failure = database.atomically(async () => {
    await put(database, 400, "300");
    expect(await busyAt()).toEqual([400]);
    throw new Error("it fails");
  });
  await expect(failure).rejects.toThrow("it fails");
  expect(await busyAt()).toEqual([300]);
  const isUnknown = await booking.stores.busy.overlapping({ from: 0, to: 1 }, 1_060_001, null);
  expect(isUnknown.map((each) => each.isUnknown)).toEqual([true]);
  await calendars.remove("calendar");
  expect(await busyAt()).toEqual([]);
});

test("the times of appointments are read again after each change, and only of one clinic", async () => {
  const { booking, doctors } = sqlStore(database).scope(id);
  const [doctor] = await doctors.list();
  if (doctor === undefined) throw new Error("the clinic has no doctor");
  const patient = patientOf("patient");
  await booking.stores.patients.add(patient);
  const visit = (from: number): Appointment =>
    visitOf(`visit at ${from}`, from, {
      patientId: patient.id,
      doctorId: doctor.id,
      endsAt: from + 10,
      blockedTo: from + 10,
    });
  const takenAt = async (of = database, clinicId: string = id): Promise<readonly number[]> => {
    const { appointments } = sqlStore(of).scope(clinicId).booking.stores;
    return (await appointments.activeOverlapping({ from: 0, to: 1000 }, null)).map(({ blockedFrom }) => blockedFrom);
  };
  expect(await takenAt()).toEqual([]);
  await booking.stores.appointments.add(visit(100));
  expect([await takenAt(), await takenAt(other), await takenAt(database, austin.clinic.id)]).toEqual([
    [100],
    [100],
    [],
  ]);
  await sqlStore(other).scope(id).booking.stores.appointments.add(visit(200));
  await nextTurn();
  expect(await takenAt()).toEqual([100, 200]);
  const failure = booking.transact(async ({ appointments }) => {
    await appointments.add(visit(300));
    expect(await appointments.activeOverlapping({ from: 300, to: 310 }, null)).toHaveLength(1);
    throw new Error("it fails");
  });
  await expect(failure).rejects.toThrow("it fails");
  await booking.stores.appointments.update({ ...visit(100), status: "cancelled" });
  expect(await takenAt()).toEqual([200]);
  const { stores } = booking;
  const span = { from: 200, to: 210 };
  expect(await stores.appointments.activeOverlapping(span, null)).toBe(
    await stores.appointments.activeOverlapping(span, null),
  );
});
