import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterEach, expect, test } from "vitest";
import { storedFile } from "../../../src/adapters/sql/copies/backup.ts";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { writeDatabase } from "../../../src/adapters/sql/sqlite/sqlite.ts";

const folders: string[] = [];
const opened: SqlDatabase[] = [];

afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newPath(name = "sandbox.db"): string {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-file-"));
  folders.push(folder);
  return join(folder, name);
}

async function open(path: string): Promise<SqlDatabase> {
  const database = await openDatabase(path, "sandbox");
  opened.push(database);
  return database;
}

function note({ fleet }: SqlDatabase, value: string) {
  return fleet.insertInto("meta").values({ key: value, value }).execute();
}

function valuesAt(path: string): readonly string[] {
  const database = keepStatements(new BetterSqlite3(path));
  try {
    return database.prepare<[], string>("select value from meta").pluck().all();
  } finally {
    database.close();
  }
}

function removeAll(path: string): void {
  for (const part of ["", "-wal", "-shm"]) rmSync(path + part, { force: true });
}

test("a database in its place is ready, and the check leaves its rows unchanged", async () => {
  const path = newPath();
  const database = await open(path);
  await note(database, "kept");
  await database.proveWritable();
  await database.proveWritable();
  expect(valuesAt(path).filter((value) => value === "kept")).toEqual(["kept"]);
});

const losses: readonly (readonly [string, (path: string) => Promise<void> | void])[] = [
  ["removed", removeAll],
  [
    "replaced",
    async (path) => {
      const other = newPath("other.db");
      await (await openDatabase(other, "sandbox")).close();
      rmSync(`${path}-wal`, { force: true });
      renameSync(other, path);
    },
  ],
  ["emptied", (path) => truncateSync(path)],
];

test.each(losses)("a file that was %s while it was open is neither read nor written", async (what, lose) => {
  const path = newPath();
  const database = await open(path);
  await note(database, "promised");
  await lose(path);
  await expect(note(database, "lost")).rejects.toThrow(`was ${what} while it was open`);
  await expect(database.fleet.selectFrom("meta").selectAll().execute()).rejects.toThrow(what);
  await expect(database.proveWritable()).rejects.toMatchObject({ code: "not_configured" });
});

test("the contents of a removed file are saved next to its path, readable only by its owner", async () => {
  const path = newPath();
  const database = await open(path);
  await note(database, "promised");
  removeAll(path);
  expect(() => database.assertInPlace()).toThrow(/was removed/u);
  const copy = `${path}.rescued-${process.pid}`;
  expect(valuesAt(copy)).toContain("promised");
  expect(statSync(copy).mode & 0o777).toBe(0o600);
});

test("a removed log is first written to the database, and nothing is acknowledged afterwards", async () => {
  const path = newPath();
  const database = await open(path);
  await note(database, "promised");
  for (const part of ["-wal", "-shm"]) rmSync(path + part, { force: true });
  await expect(note(database, "refused")).rejects.toMatchObject({ code: "not_configured" });
  expect(valuesAt(path)).toContain("promised");
  expect(valuesAt(path)).not.toContain("refused");
});

test("damage found by a check of the whole file stops all answers", async () => {
  const path = newPath();
  const database = await open(path);
  const bytes = await (async () => {
    await database.purge();
    return readFileSync(path);
  })();
  for (let at = 4096 * 2; at < bytes.length; at += 4096) bytes.fill(0x5a, at, at + 600);
  writeFileSync(path, bytes, { flag: "r+" });
  await expect(database.proveWritable()).rejects.toMatchObject({ code: "not_configured" });
  await expect(database.fleet.selectFrom("clinics").selectAll().execute()).rejects.toThrow("damaged");
});

test("a truncated file counts as damaged, even for a caller who only asks whether others wrote", async () => {
  const path = newPath();
  const database = await open(path);
  const other = keepStatements(new BetterSqlite3(path));
  other.exec("update meta set value = value; pragma wal_checkpoint(truncate)");
  other.close();
  truncateSync(path, 4096);
  // Twice: a failure must not be reused as the answer for the rest of the turn.
  expect(() => database.othersWrites()).toThrow("is damaged");
  expect(() => database.othersWrites()).toThrow("is damaged");
});

test("a locked database is not ready, and is ready again after the lock is released", async () => {
  const path = newPath();
  const database = await open(path);
  const other = keepStatements(new BetterSqlite3(path));
  other.exec("begin immediate");
  await expect(database.proveWritable()).rejects.toMatchObject({ code: "transient" });
  other.exec("rollback");
  other.close();
  await database.proveWritable();
});

test("if there is no database, it is created complete or refused, as requested", async () => {
  const path = newPath();
  await expect(openDatabase(path, "sandbox", { ifMissing: "refuse" })).rejects.toMatchObject({
    code: "not_configured",
    message: `There is no database at ${path}.`,
  });
  expect(existsSync(path)).toBe(false);
  await open(path);
  expect(existsSync(path)).toBe(true);
});

const unusable: readonly (readonly [string, (path: string) => void])[] = [
  ["empty", (path) => writeFileSync(path, "")],
  ["another program's", (path) => keepStatements(new BetterSqlite3(path)).exec("create table invoices (id)").close()],
  ["gone, its log left", (path) => writeFileSync(`${path}-wal`, "what was stored")],
  ["gone, its id left", (path) => writeFileSync(`${path}.id`, "an installation")],
  ["no database", (path) => writeFileSync(path, "a letter to a friend, which is long enough to be read as a header")],
];

test.each(unusable)("a database that is %s is never silently replaced by a new one", async (_, prepare) => {
  const path = newPath();
  prepare(path);
  for (const ifMissing of ["create", "refuse"] as const) {
    await expect(openDatabase(path, "sandbox", { ifMissing })).rejects.toMatchObject({ code: "not_configured" });
  }
});

test("another installation's file at the path is refused; the right one is accepted", async () => {
  const [path, other] = [newPath(), newPath()];
  for (const each of [path, other]) await (await openDatabase(each, "sandbox")).close();
  copyFileSync(path, `${path}.kept`);
  copyFileSync(other, path);
  await expect(openDatabase(path, "sandbox")).rejects.toThrow("another installation");
  copyFileSync(`${path}.kept`, path);
  await open(path);
});

test.each([0o400, 0o600])("mode %o of the file stays as it was set", async (mode) => {
  const path = newPath();
  await (await openDatabase(path, "sandbox")).close();
  chmodSync(path, mode);
  // A user who may not write there is refused; root may.
  await openDatabase(path, "sandbox").then(
    (database) => database.close(),
    () => undefined,
  );
  expect(statSync(path).mode & 0o777).toBe(mode);
});

test("other users' permissions are removed", async () => {
  const path = newPath();
  await (await openDatabase(path, "sandbox")).close();
  chmodSync(path, 0o664);
  await open(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(`${path}.id`).mode & 0o777).toBe(0o600);
});

test("a folder at the database's path is refused and keeps its permissions", async () => {
  const folder = join(newPath(), "..");
  chmodSync(folder, 0o777);
  await expect(openDatabase(folder, "sandbox")).rejects.toThrow("cannot be opened");
  expect(statSync(folder).mode & 0o777).toBe(0o777);
});

test("a restore never takes a path that another command took a moment before", async () => {
  const path = newPath();
  const draft = `${path}.draft`;
  writeFileSync(draft, "ours");
  const placing = storedFile(path).place(draft, async () => writeFileSync(path, "theirs"));
  await expect(placing).rejects.toMatchObject({
    code: "conflict",
    message: `A restore never replaces a database, and ${path} exists.`,
  });
  expect(readFileSync(path, "utf8")).toBe("theirs");
});

/** Linux refuses every write to this device (null(4)). */
test("a full disk is named as the reason when a database cannot be written", () => {
  expect(() => writeDatabase("/dev/full", Buffer.from("pages"))).toThrow("cannot be written: its disk is full");
});
