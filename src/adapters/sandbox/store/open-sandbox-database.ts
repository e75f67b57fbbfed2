import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { Kysely, sql, SqliteDialect } from "kysely";
import { AscendiaError } from "../../../domain/errors.ts";
import { lasting } from "../../sqlite/lasting.ts";
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
const busyTimeoutMs = 5000;

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
    if (path !== ":memory:") makePrivateFile(path);
    const database = lasting(new Database(path, { timeout: busyTimeoutMs }));
    database.exec("pragma journal_mode = WAL");
    database.exec("pragma synchronous = NORMAL");
    return database;
  } catch (error) {
    throw new AscendiaError("failed", `Cannot open the sandbox database ${path}: ${String(error)}`, {
      hint: "Check that the folder is writable and the file is a sandbox database, or name another file.",
      cause: error,
    });
  }
};

const makePrivateFile = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, "a", 0o600));
  chmodSync(path, 0o600);
};

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");

/**
 * Waits its turn here and not inside SQLite, whose wait blocks the event loop: the transaction waited for may belong to
 * another emulator in this process, which then could never end it.
 */
const beginImmediate = async (queries: Queries): Promise<void> => {
  const deadline = performance.now() + giveUpAfterMs;
  await sql`pragma busy_timeout = 0`.execute(queries);
  try {
    while (!(await hasBegun(queries, deadline))) await sleep(1 + Math.random() * 4);
  } finally {
    await sql.raw(`pragma busy_timeout = ${busyTimeoutMs}`).execute(queries);
  }
};

const hasBegun = async (queries: Queries, deadline: number): Promise<boolean> => {
  try {
    await sql`begin immediate`.execute(queries);
    return true;
  } catch (error) {
    if (isBusy(error) && performance.now() < deadline) return false;
    throw error;
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
