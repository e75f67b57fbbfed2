import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SqliteDatabase } from "../../../src/adapters/sql/database.ts";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { openSqliteCopy } from "../../../src/adapters/sql/sqlite/sqlite.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { addTestClinic, austin, cotonou } from "../../commands/simulate-fixture.ts";

let copy: SqliteDatabase;
let undo: () => Promise<void>;

beforeEach(async () => {
  const original = await newDatabase();
  const store = sqlStore(original);
  await addTestClinic(store, cotonou);
  await addTestClinic(store, austin);
  copy = openSqliteCopy(original.serialize());
  await original.close();
  undo = await copy.undoable();
});

afterEach(() => copy.close());

/** Every row of every table. */
async function content(): Promise<string> {
  const tables = await sql<{ readonly name: string }>`
    select name from main.sqlite_schema where type = 'table' order by name`.execute(copy.fleet);
  const rows: unknown[] = [];
  for (const { name } of tables.rows) {
    rows.push([name, (await sql`select rowid, * from ${sql.table(name)} order by rowid`.execute(copy.fleet)).rows]);
  }
  return JSON.stringify(rows);
}

test("additions, changes and removals are undone, including values with quotes and nulls", async () => {
  const before = await content();
  const store = sqlStore(copy);
  const { doctors, number } = store.scope(cotonou.clinic.id);
  await doctors.add({ id: "new", name: 'L\'Autre "Test"; --', specialty: "", email: null, active: true });
  await doctors.update({ id: "new", name: "O'Second", specialty: "x", email: "a@example.com", active: false });
  await number.remove();
  await store.clinics.update({ ...austin.clinic, instructions: "It's new", phone: null, smsEnabled: false });
  await sql`delete from doctors where clinic_id = ${austin.clinic.id}`.execute(copy.fleet);
  expect(await content()).not.toBe(before);
  await undo();
  expect(await content()).toBe(before);
});

test("each undo reverts what was written since the previous one", async () => {
  const { doctors } = sqlStore(copy).scope(cotonou.clinic.id);
  const before = await content();
  for (const id of ["first", "second"]) {
    await doctors.add({ id, name: id, specialty: "", email: null, active: true });
    await undo();
    expect(await content()).toBe(before);
  }
});

test("the product's transactions commit, fail and nest as usual, and are undone too", async () => {
  const { doctors } = sqlStore(copy).scope(cotonou.clinic.id);
  const before = await content();
  const add = (id: string) => doctors.add({ id, name: id, specialty: "", email: null, active: true });
  const names = async () => (await doctors.list()).map(({ name }) => name).filter((name) => name.startsWith("new"));
  await copy.atomically(() => copy.atomically(() => add("new one")));
  await expect(
    copy.atomically(async () => {
      await add("new two");
      throw new Error("it fails");
    }),
  ).rejects.toThrow("it fails");
  expect(await names()).toEqual(["new one"]);
  await undo();
  expect(await content()).toBe(before);
});
