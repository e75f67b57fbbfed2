import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { type Generated, Kysely, SqliteDialect, sql } from "kysely";
import { keepStatements } from "../../adapters/sqlite/keep-statements.ts";
import { makePrivateFile } from "../../adapters/sqlite/private-file.ts";
import { AscendiaError } from "../../errors.ts";

/** One entry per version of the tables, run in order and never edited after its release. */
export const tableVersions: readonly (readonly string[])[] = [
  [
    `create table documents (
       seq integer primary key autoincrement,
       kind text not null,
       id text not null,
       body text not null,
       modified_at integer not null,
       unique (kind, id)
     ) strict`,
    "create index documents_by_kind on documents (kind, seq)",
    `create table versions (
       kind text not null,
       id text not null,
       version integer not null,
       base_version integer,
       published_at integer,
       body text not null,
       modified_at integer not null,
       primary key (kind, id, version)
     ) strict`,
    `create table agent_tags (
       agent_id text not null,
       tag text not null,
       version integer,
       dynamic_variables text not null,
       assigned_at integer not null,
       primary key (agent_id, tag)
     ) strict`,
    "create table number_series (area_code integer primary key, taken integer not null) strict",
    `create table requests (
       seq integer primary key autoincrement,
       at integer not null,
       method text not null,
       path text not null,
       operation text not null,
       is_write integer not null,
       status integer,
       duration_ms integer not null,
       body_digest text,
       fault text
     ) strict`,
    `create table faults (
       seq integer primary key autoincrement,
       body text not null,
       seen integer not null default 0,
       fired integer not null default 0
     ) strict`,
  ],
  [
    "create table players (to_number text primary key, body text not null) strict",
    "create table player_attempts (to_number text primary key, attempts integer not null) strict",
  ],
];

/** What queries run on: the database, or a transaction of `write`. */
export type Queries = Kysely<SandboxTables>;

export interface SandboxDatabase {
  readonly reads: Queries;
  /**
   * Runs `work` in a transaction that locks out other writers of the file (BEGIN IMMEDIATE), after waiting for its
   * turn.
   */
  write<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

const giveUpAfterMs = 30_000;
const busyTimeoutMs = 5000;

export async function openSandboxDatabase(path: string): Promise<SandboxDatabase> {
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
}

function openFile(path: string): Database.Database {
  try {
    if (path !== ":memory:") {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      makePrivateFile(path);
    }
    const database = keepStatements(new Database(path, { timeout: busyTimeoutMs }));
    database.exec("pragma journal_mode = WAL");
    database.exec("pragma synchronous = NORMAL");
    return database;
  } catch (error) {
    throw new AscendiaError("failed", `Cannot open the sandbox database ${path}: ${String(error)}`, {
      hint: "Check that the folder is writable and the file is a sandbox database, or name another file.",
      cause: error,
    });
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
}

/**
 * Waits here rather than in SQLite, whose wait blocks the event loop: if another emulator in this process has the lock,
 * it could then never release it.
 */
async function beginImmediate(queries: Queries): Promise<void> {
  const deadline = performance.now() + giveUpAfterMs;
  await sql`pragma busy_timeout = 0`.execute(queries);
  try {
    while (!(await hasBegun(queries, deadline))) await sleep(1 + Math.random() * 4);
  } finally {
    await sql.raw(`pragma busy_timeout = ${busyTimeoutMs}`).execute(queries);
  }
}

async function hasBegun(queries: Queries, deadline: number): Promise<boolean> {
  try {
    await sql`begin immediate`.execute(queries);
    return true;
  } catch (error) {
    if (isBusy(error) && performance.now() < deadline) return false;
    throw error;
  }
}

async function bringTablesUpToDate(queries: Queries, path: string): Promise<void> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(queries);
  const present = rows[0]?.user_version ?? 0;
  if (present > tableVersions.length) {
    throw new AscendiaError("failed", `The sandbox database ${path} was written by a newer version of ascendia.`, {
      hint: "Update ascendia, or name another file.",
    });
  }
  for (const statement of tableVersions.slice(present).flat()) await sql.raw(statement).execute(queries);
  await sql.raw(`pragma user_version = ${tableVersions.length}`).execute(queries);
}

/** Every stored resource. `seq` is the order of creation, which lists and pagination keys follow. */
interface DocumentTable {
  readonly seq: Generated<number>;
  readonly kind: string;
  readonly id: string;
  readonly body: string;
  readonly modified_at: number;
}

interface VersionTable {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly base_version: number | null;
  readonly published_at: number | null;
  readonly body: string;
  readonly modified_at: number;
}

interface AgentTagTable {
  readonly agent_id: string;
  readonly tag: string;
  readonly version: number | null;
  readonly dynamic_variables: string;
  readonly assigned_at: number;
}

interface NumberSeriesTable {
  readonly area_code: number;
  readonly taken: number;
}

interface RequestTable {
  readonly seq: Generated<number>;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly is_write: number;
  readonly status: number | null;
  readonly duration_ms: number;
  readonly body_digest: string | null;
  readonly fault: string | null;
}

interface FaultTable {
  readonly seq: Generated<number>;
  readonly body: string;
  readonly seen: number;
  readonly fired: number;
}

interface PlayerTable {
  /** Empty: all numbers without a script of their own. */
  readonly to_number: string;
  readonly body: string;
}

interface PlayerAttemptTable {
  readonly to_number: string;
  readonly attempts: number;
}

/** All instants are epoch milliseconds; every `body` is JSON text. */
export interface SandboxTables {
  readonly documents: DocumentTable;
  readonly versions: VersionTable;
  readonly agent_tags: AgentTagTable;
  readonly number_series: NumberSeriesTable;
  readonly requests: RequestTable;
  readonly faults: FaultTable;
  readonly players: PlayerTable;
  readonly player_attempts: PlayerAttemptTable;
}
