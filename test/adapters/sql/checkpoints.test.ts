import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import { keepLogShort } from "../../../src/adapters/sql/sqlite/checkpoints.ts";

const SECOND_MS = 1000;

let folder: string;
let path: string;
let writer: BetterSqlite3.Database;
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  folder = mkdtempSync(join(tmpdir(), "ascendia-checkpoints-"));
  path = join(folder, "calls.db");
  writer = keepStatements(new BetterSqlite3(path, { timeout: 0 }));
  for (const setting of ["journal_mode = WAL", "wal_autocheckpoint = 0"]) writer.exec(`pragma ${setting}`);
  writer.exec("create table notes (text)");
  end = keepLogShort(path);
});

afterEach(() => {
  end();
  writer.close();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function write(text: string): void {
  writer.prepare<[string]>("insert into notes values (?)").run(text);
}

test("committed data is in the database file a second later", () => {
  write("a note that callers wait for");
  expect(readFileSync(path).includes("a note that callers wait for")).toBe(false);
  vi.advanceTimersByTime(SECOND_MS);
  expect(readFileSync(path).includes("a note that callers wait for")).toBe(true);
});

test("the log restarts, so it is never longer than a second's writes", () => {
  const sizes = Array.from({ length: 6 }, (_, second) => {
    for (let note = 0; note < 20; note += 1) write(`${second} ${note} ${"x".repeat(5000)}`);
    vi.advanceTimersByTime(SECOND_MS);
    return statSync(`${path}-wal`).size;
  });
  expect(Math.max(...sizes)).toBeLessThan(2 * (sizes[0] ?? 0));
});

test("a file that a reader holds is checkpointed once the reader is done", () => {
  const reader = keepStatements(new BetterSqlite3(path, { timeout: 0 }));
  reader.exec("begin");
  reader.prepare("select * from notes").all();
  write("a note behind a reader");
  vi.advanceTimersByTime(SECOND_MS);
  expect(readFileSync(path).includes("a note behind a reader")).toBe(false);
  reader.exec("commit");
  reader.close();
  vi.advanceTimersByTime(SECOND_MS);
  expect(readFileSync(path).includes("a note behind a reader")).toBe(true);
});
