import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";
import { newDatabase } from "../../../src/adapters/sql/new-database.ts";
import { openSqlite, writeDatabase } from "../../../src/adapters/sql/sqlite.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
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

test("what was read is remembered until somebody changes a setting, here or in another process", async () => {
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

test("no more is remembered than may be: beyond that, settings are read again", async () => {
  const { doctors } = sqlStore(database).scope(id);
  const others = sqlStore(database).scope(austin.clinic.id).doctors;
  await doctors.list();
  const first = await doctors.list();
  await others.list();
  expect((await doctors.list()) === first).toBe(true);
  database.settings.holdAtMost(1);
  await sqlStore(database).scope(austin.clinic.id).booking.stores.types.list();
  const again = await doctors.list();
  expect([again, again === first]).toEqual([first, false]);
});

test("one clinic's settings are not another's", async () => {
  await sqlStore(database).scope(id).doctors.add(added);
  expect([await hasAdded(), await hasAdded(database, austin.clinic.id)]).toEqual([true, false]);
});

test("a change that is taken back is forgotten, and nobody else sees it before it is committed", async () => {
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

test("no foreign key and no trigger changes a setting when something else is written", async () => {
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
