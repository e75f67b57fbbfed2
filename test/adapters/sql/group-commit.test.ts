import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { openSqlite } from "../../../src/adapters/sql/sqlite/sqlite.ts";

let folder: string;
let database: SqlDatabase;

/** The pending flushes; calling one is the disk's answer. */
let waiting: ((error: Error | null) => void)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ascendia-commit-"));
  waiting = [];
  const flush = (_file: number, answer: (error: Error | null) => void) => void waiting.push(answer);
  database = openSqlite(join(folder, "a.db"), { synchronous: "FULL", flush });
  await database.nonDurable.schema.createTable("meta").addColumn("key", "text").addColumn("value", "text").execute();
});

afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

/** Enough turns of the event loop for everything that waits for nothing else, even on a busy machine. */
async function turn(): Promise<void> {
  for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

function put(key: string, onto = database.fleet): { isAnswered: boolean; readonly done: Promise<unknown> } {
  const write = { isAnswered: false, done: Promise.resolve<unknown>(undefined) };
  write.done = onto
    .transaction()
    .execute((transaction) => transaction.insertInto("meta").values({ key, value: "" }).execute())
    .then(() => (write.isAnswered = true));
  return write;
}

async function keys(): Promise<readonly string[]> {
  return (await database.fleet.selectFrom("meta").select("key").execute()).map(({ key }) => key);
}

test("a commit is answered once it is on the disk, and commits made meanwhile share the next flush", async () => {
  const first = put("first");
  await turn();
  expect(waiting).toHaveLength(1);
  const others = ["a", "b", "c"].map((key) => put(key));
  await turn();
  // Written and visible to others, but nobody is answered yet, and only one flush waits at a time.
  expect(await keys()).toEqual(["first", "a", "b", "c"]);
  expect([first, ...others].map(({ isAnswered }) => isAnswered)).toEqual([false, false, false, false]);
  expect(waiting).toHaveLength(1);
  waiting[0]?.(null);
  await first.done;
  await turn();
  expect(others.map(({ isAnswered }) => isAnswered)).toEqual([false, false, false]);
  expect(waiting).toHaveLength(2);
  waiting[1]?.(null);
  await Promise.all(others.map(({ done }) => done));
  expect(waiting).toHaveLength(2);
});

test("a write outside a transaction waits for the disk too, a non-durable one and a read do not", async () => {
  let isAnswered = false;
  const alone = database.fleet
    .insertInto("meta")
    .values({ key: "alone", value: "" })
    .execute()
    .then(() => (isAnswered = true));
  await put("redoable", database.nonDurable).done;
  expect((await keys()).toSorted()).toEqual(["alone", "redoable"]);
  expect([isAnswered, waiting.length]).toEqual([false, 1]);
  waiting[0]?.(null);
  await alone;
});

test("a hold does not wait for the disk, a booking does", async () => {
  await database.nonDurable.schema
    .createTable("holds")
    .addColumn("clinic_id", "text")
    .addColumn("call_id", "text")
    .execute();
  const { booking } = sqlStore(database).scope("clinic-1");
  await booking.transactForHolds(({ holds }) => holds.removeOfCall("call-1"));
  expect(waiting).toHaveLength(0);
  const booked = booking.transact(({ holds }) => holds.removeOfCall("call-1"));
  await turn();
  expect(waiting).toHaveLength(1);
  waiting[0]?.(null);
  await booked;
});

test("an answer that depends on others' writes can wait for them; without pending writes there is no wait", async () => {
  await database.settled();
  const write = put("awaited");
  await turn();
  let isSettled = false;
  const settled = database.settled().then(() => (isSettled = true));
  await turn();
  expect(isSettled).toBe(false);
  waiting[0]?.(null);
  await Promise.all([settled, write.done]);
});

test("if the flush fails, neither that write nor any later one is answered", async () => {
  const lost = put("lost");
  await turn();
  waiting[0]?.(Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" }));
  await expect(lost.done).rejects.toThrow("did not confirm");
  await expect(keys()).rejects.toMatchObject({ code: "not_configured" });
});

test("a transaction that fails after another's commit rolls back only its own work", async () => {
  const kept = put("kept");
  const failing = database.fleet.transaction().execute(async (transaction) => {
    await transaction.insertInto("meta").values({ key: "undone", value: "" }).execute();
    throw new Error("changed its mind");
  });
  await expect(failing).rejects.toThrow("changed its mind");
  await turn();
  waiting[0]?.(null);
  await kept.done;
  expect(await keys()).toEqual(["kept"]);
});

test("writes of one turn share one commit, and one that fails in it rolls back only its own work", async () => {
  // A group also commits when it is 10 ms old, which a busy machine makes of one turn.
  vi.spyOn(performance, "now").mockReturnValue(performance.now());
  const other = openSqlite(join(folder, "a.db"));
  const seen = async () => (await other.fleet.selectFrom("meta").select("key").execute()).map(({ key }) => key);
  const first = put("first");
  const failing = database.fleet.transaction().execute(async (transaction) => {
    await transaction.insertInto("meta").values({ key: "undone", value: "" }).execute();
    // The turn ends while it works: the others' commit does not commit its savepoint.
    await turn();
    expect(await seen()).toEqual([]);
    throw new Error("changed its mind");
  });
  const last = put("last");
  await expect(failing).rejects.toThrow("changed its mind");
  await turn();
  expect(await seen()).toEqual(["first", "last"]);
  expect(waiting).toHaveLength(1);
  waiting[0]?.(null);
  await Promise.all([first.done, last.done]);
  await other.close();
});

test("atomic work shares its transaction with nobody", async () => {
  const before = put("before");
  const failing = database.atomically(async () => {
    await database.fleet.insertInto("meta").values({ key: "undone", value: "" }).execute();
    throw new Error("changed its mind");
  });
  await expect(failing).rejects.toThrow("changed its mind");
  await turn();
  waiting[0]?.(null);
  await before.done;
  expect(await keys()).toEqual(["before"]);
});

test("a refused statement leaves others' writes of the same turn in place", async () => {
  await database.nonDurable.schema.createIndex("once").on("meta").column("key").unique().execute();
  const [kept, refused] = [put("kept"), put("kept")];
  await expect(refused.done).rejects.toThrow("UNIQUE");
  await turn();
  waiting[0]?.(null);
  await kept.done;
  expect(await keys()).toEqual(["kept"]);
});

/** Writes that many rows in one transaction, over many turns of the event loop. */
function putMany(count: number): Promise<unknown> {
  return database.fleet.transaction().execute(async (transaction) => {
    for (let index = 0; index < count; index += 1) {
      const row = { key: String(index), value: "" };
      await transaction.insertInto("meta").values(row).execute();
    }
  });
}

const MANY = 3_000;

/** The result of the work on a disk that answers at once. */
async function answeredAtOnce<T>(work: Promise<T>): Promise<T> {
  const answering = setInterval(() => {
    for (const answer of waiting.splice(0)) answer(null);
  });
  return work.finally(() => clearInterval(answering));
}

test("reads that arrive during a transaction run between its statements, and see all of it or nothing", async () => {
  let [arrivals, isWriting] = [0, true];
  const arrive = (): void => {
    arrivals += 1;
    if (isWriting) setImmediate(arrive);
  };
  setImmediate(arrive);
  const written = putMany(MANY).then(() => (isWriting = false));
  await new Promise((resolve) => setImmediate(resolve));
  expect(await keys()).toHaveLength(MANY);
  await answeredAtOnce(written);
  expect(arrivals).toBeGreaterThan(10);
});

test.each([
  ["a copy", () => database.copy()],
  ["the end of the program", () => database.close()],
])("%s in the middle of a transaction waits for it, and sees all of it", async (_, work) => {
  const path = join(folder, "a.db");
  const written = putMany(MANY);
  await new Promise((resolve) => setImmediate(resolve));
  const made = work();
  const [, bytes] = await answeredAtOnce(Promise.all([written, made]));
  if (bytes !== undefined) writeFileSync(path, bytes);
  const reader = new BetterSqlite3(path, { readonly: true });
  expect(reader.prepare("select count(*) from meta").pluck().get()).toBe(MANY);
  reader.close();
});

test("writes are committed even while others read without a pause", async () => {
  const written = put("written");
  const readers = Array.from({ length: 4 }, async () => {
    while (!written.isAnswered) await keys();
  });
  await answeredAtOnce(written.done);
  await Promise.all(readers);
  expect(await keys()).toEqual(["written"]);
});
