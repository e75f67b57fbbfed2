import BetterSqlite3 from "better-sqlite3";
import { CamelCasePlugin, Kysely, Migrator, SqliteDialect } from "kysely";
import { expect, test } from "vitest";
import { allMigrations } from "../../../src/adapters/sql/migrations/all-migrations.ts";

test("offers that are open during the update stay open, and those without a hold return to the queue", async () => {
  const file = new BetterSqlite3(":memory:");
  // As the program opens it: migrations use camelCase names.
  const plugins = [new CamelCasePlugin()];
  const database = new Kysely<unknown>({ dialect: new SqliteDialect({ database: file }), plugins });
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve({ ...allMigrations }) },
  });
  await migrator.migrateTo("032-waitlist-calls");
  file.pragma("foreign_keys = off");
  file.exec(`
    insert into waitlist (clinic_id, id, patient_id, first_date, last_date, status, hold_id, created_at) values
      ('clinic', 'kept', 'patient-1', '2026-03-02', '2026-03-06', 'offered', 'hold-1', 1),
      ('clinic', 'lost', 'patient-2', '2026-03-02', '2026-03-06', 'offered', 'hold-2', 2);
    insert into holds (clinic_id, id, waitlist_entry_id, doctor_id, starts_at, ends_at, blocked_from, blocked_to, expires_at)
      values ('clinic', 'hold-1', 'kept', 'doctor', 10, 20, 10, 20, 5);`);
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  expect(file.prepare("select id, status, hold_id, may_call from waitlist order by id").all()).toEqual([
    { id: "kept", status: "offered", hold_id: "hold-1", may_call: 0 },
    { id: "lost", status: "waiting", hold_id: null, may_call: 0 },
  ]);
  expect(file.prepare("select id, entry_id, patient_id, state from waitlist_offers").all()).toEqual([
    { id: "hold-1", entry_id: "kept", patient_id: "patient-1", state: "open" },
  ]);
  await database.destroy();
});
