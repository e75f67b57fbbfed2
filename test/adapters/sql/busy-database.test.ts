import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import { migrate } from "../../../src/adapters/sql/migrations/migrate.ts";
import { openSqlite } from "../../../src/adapters/sql/sqlite/sqlite.ts";

async function lockedDatabase() {
  const path = join(mkdtempSync(join(tmpdir(), "ascendia-busy-")), "test.db");
  const database = openSqlite(path);
  await migrate(database);
  const other = keepStatements(new BetterSqlite3(path));
  other.exec("begin immediate");
  return { database, other };
}

/** The rows that the test wrote; a migration writes the others. */
function added({ fleet }: ReturnType<typeof openSqlite>) {
  return fleet.selectFrom("meta").selectAll().where("key", "not in", ["privacy_key", "installation_id"]).execute();
}

test("while another process writes, reads are answered and a write waits for its turn", async () => {
  const { database, other } = await lockedDatabase();
  const written = database.fleet.insertInto("meta").values({ key: "a", value: "1" }).execute();
  const transaction = database.fleet
    .transaction()
    .execute((inside) => inside.insertInto("meta").values({ key: "b", value: "2" }).execute());
  const waiting = { written: true };
  void written.then(() => (waiting.written = false));
  for (let read = 0; read < 20; read += 1) {
    expect(await added(database)).toEqual([]);
  }
  expect(waiting.written).toBe(true);
  other.exec("commit");
  await Promise.all([written, transaction]);
  const keys = await database.fleet
    .selectFrom("meta")
    .select("key")
    .where("key", "not in", ["privacy_key", "installation_id"])
    .orderBy("key")
    .execute();
  expect(keys).toEqual([{ key: "a" }, { key: "b" }]);
});

test("concurrent transactions run one after the other, each as a whole", async () => {
  const { database, other } = await lockedDatabase();
  const add = (amount: number) =>
    database.fleet.transaction().execute(async (inside) => {
      const row = await inside.selectFrom("meta").select("value").where("key", "=", "sum").executeTakeFirst();
      const value = String(Number(row?.value ?? "0") + amount);
      await inside
        .insertInto("meta")
        .values({ key: "sum", value })
        .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
        .execute();
    });
  const all = Promise.all(Array.from({ length: 20 }, () => add(1)));
  other.exec("commit");
  await all;
  expect(await added(database)).toEqual([{ key: "sum", value: "20" }]);
});

test.each([
  ["kept", 1],
  ["undone", 0],
])("atomic work that is %s does not affect the writes of others at the same time", async (fate, kept) => {
  const { database, other } = await lockedDatabase();
  const put = (key: string) => database.fleet.insertInto("meta").values({ key, value: "1" }).execute();
  const alone = Array.from({ length: 10 }, (_, index) =>
    database.atomically(async () => {
      await put(`alone-${index}`);
      if (fate === "undone") throw new Error("undone");
    }),
  );
  const together = Array.from({ length: 20 }, (_, index) => put(`together-${index}`));
  setTimeout(() => other.exec("commit"), 30);
  const fates = await Promise.allSettled(alone);
  expect(fates.filter(({ status }) => status === "fulfilled")).toHaveLength(10 * kept);
  await Promise.all(together);
  const keys = (await added(database)).map(({ key }) => key);
  expect(keys.filter((key) => key.startsWith("together"))).toHaveLength(20);
  expect(keys.filter((key) => key.startsWith("alone"))).toHaveLength(10 * kept);
});

test("a purge that has to wait does not collide with transactions that others have begun meanwhile", async () => {
  const { database, other } = await lockedDatabase();
  const put = (key: string) => database.fleet.insertInto("meta").values({ key, value: "1" }).execute();
  setTimeout(() => other.exec("commit"), 10);
  const done: Promise<unknown>[] = [];
  for (let turn = 0; turn < 60; turn += 1) {
    done.push(put(`row-${turn}`), ...(turn % 20 === 0 ? [database.purge()] : []));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(done);
  expect(await added(database)).toHaveLength(60);
});

/**
 * Locks the file as a process does while it closes it or recovers its log. Needs a thread, because opening waits inside
 * SQLite.
 */
const HOLDER = `
  const { parentPort, workerData } = require("node:worker_threads");
  const database = new (require("better-sqlite3"))(workerData.path);
  database.exec("pragma locking_mode = exclusive; begin immediate; commit");
  parentPort.postMessage("held");
  setTimeout(() => database.close(), workerData.ms);
`;

test("a command that starts while another process locks the whole file waits for it", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "ascendia-held-")), "test.db");
  const first = openSqlite(path);
  await migrate(first);
  await first.close();
  const holder = new Worker(HOLDER, { eval: true, workerData: { path, ms: 200 } });
  await once(holder, "message");
  const database = openSqlite(path);
  expect(await added(database)).toEqual([]);
  await Promise.all([database.close(), once(holder, "exit")]);
});
