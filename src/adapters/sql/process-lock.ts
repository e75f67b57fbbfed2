import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { AscendiaError } from "../../errors.ts";
import { makePrivateFile } from "../sqlite/private-file.ts";
import { keepStatements } from "./keep-statements.ts";

const PATIENCE_MS = 30_000;

/**
 * Runs `work` while no other process holds the lock of that file. The lock is SQLite's, on an empty database, so the
 * operating system releases it however the process ends.
 * @throws transient if another process holds it for half a minute
 */
export async function withProcessLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Otherwise SQLite would make it readable by other users.
  makePrivateFile(path);
  const lock = keepStatements(new BetterSqlite3(path, { timeout: 0 }));
  try {
    const deadline = performance.now() + PATIENCE_MS;
    while (!taken(lock)) {
      if (performance.now() > deadline) throw inUse();
      await wait(20 + Math.random() * 80);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function taken(lock: BetterSqlite3.Database): boolean {
  try {
    lock.exec("begin exclusive");
    return true;
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith("SQLITE_BUSY")) return false;
    throw error;
  }
}

function inUse(): AscendiaError {
  return new AscendiaError("transient", "Another ascendia is creating or onboarding with this database.", {
    hint: "Wait for it to end (it may be waiting for an answer at its terminal), then run the same command again.",
  });
}
