import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { Kysely, sql, SqliteDialect } from "kysely";
import { AscendiaError } from "../../../domain/errors.ts";
import { tableVersions } from "./table-versions.ts";
import type { SandboxTables } from "./tables.ts";

/** What queries run on: the database, or the transaction that `write` hands out. */
export type Queries = Kysely<SandboxTables>;

export interface SandboxDatabase {
  readonly reads: Queries;
  /** Runs `work` alone among all processes on the file (BEGIN IMMEDIATE) and waits its turn; all of it lands or nothing. */
  write<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

const giveUpAfterMs = 30_000;

export const openSandboxDatabase = async (path: string): Promise<SandboxDatabase> => {
  const reads = new Kysely<SandboxTables>({ dialect: new SqliteDialect({ database: openFile(path) }) });
  const write: SandboxDatabase["write"] = (work) =>
    reads.connection().execute(async (queries) => {
      await beginImmediate(queries);
      try {
        const result = await work(queries);
        await sql`commit`.execute(queries);
        return result;
      } catch (error) {
        await sql`rollback`.execute(queries);
        throw error;
      }
    });
  await write((queries) => bringTablesUpToDate(queries, path));
  return { reads, write, close: () => reads.destroy() };
};

const openFile = (path: string): Database.Database => {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
    const database = new Database(path, { timeout: 5000 });
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = NORMAL");
    // Waiting inside SQLite would block the event loop and with it a second emulator in this process: beginImmediate waits instead.
    database.pragma("busy_timeout = 0");
    return database;
  } catch (error) {
    throw new AscendiaError("failed", `Cannot open the sandbox database ${path}: ${String(error)}`, {
      hint: "Check that the folder is writable and the file is a sandbox database, or name another file.",
      cause: error,
    });
  }
};

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");

const beginImmediate = async (queries: Queries): Promise<void> => {
  const deadline = performance.now() + giveUpAfterMs;
  for (;;) {
    try {
      await sql`begin immediate`.execute(queries);
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      await sleep(1 + Math.random() * 4);
    }
  }
};

const bringTablesUpToDate = async (queries: Queries, path: string): Promise<void> => {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(queries);
  const present = rows[0]?.user_version ?? 0;
  if (present > tableVersions.length) {
    throw new AscendiaError("failed", `The sandbox database ${path} was written by a newer version of ascendia.`, {
      hint: "Update ascendia, or name another file.",
    });
  }
  for (const statement of tableVersions.slice(present).flat()) await sql.raw(statement).execute(queries);
  await sql.raw(`pragma user_version = ${tableVersions.length}`).execute(queries);
};
