import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { CamelCasePlugin, Kysely, sql } from "kysely";
import { AscendiaError } from "../../../errors.ts";
import { keepPrivate, makePrivateFile } from "../../sqlite/private-file.ts";
import { DatabaseFile } from "./database-file.ts";
import { type SqliteDatabase, type MemoryKind, showsMemories, watchedMemory } from "../database.ts";
import { keepStatements } from "../../sqlite/keep-statements.ts";
import type { FlushFile } from "./log-sync.ts";
import { textSearchFunction, keyedHashFunction, patternMatchFunction } from "../conditions.ts";
import { proofOfWriting } from "./readiness.ts";
import type { FleetSchema } from "../schema.ts";
import { type Storage, tooBusy } from "./sqlite-connection.ts";
import { SqliteConnectionDialect } from "./sqlite-driver.ts";
import { isBusy, isDiskFault, storageError } from "./storage-error.ts";

/** Another process locks the whole file for a moment while it closes the file or recovers its log. */
const OPENING_MS = 5000;

const DEADLINE_MS = 15_000;

const PAUSE_MS = 50;

/**
 * VACUUM rewrites every page without the deleted data; the checkpoint then copies the pages into the file and empties
 * the log, once no other process reads an older state.
 */
export async function purgeFile(database: Kysely<FleetSchema>): Promise<void> {
  await database.connection().execute(async (connection) => {
    // VACUUM makes a second copy, which would not fit into every machine's memory.
    await sql`pragma temp_store = FILE`.execute(connection);
    try {
      await sql`vacuum`.execute(connection);
    } finally {
      await sql`pragma temp_store = MEMORY`.execute(connection);
    }
  });
  const deadline = performance.now() + DEADLINE_MS;
  while (!(await isEmptied(database))) {
    if (performance.now() > deadline) {
      throw new AscendiaError(
        "transient",
        "Another process keeps reading the database, so its log cannot be emptied.",
        {
          hint: "The data is gone from the database; run the same command again to empty the log as well.",
        },
      );
    }
    await wait(PAUSE_MS);
  }
}

async function isEmptied(database: Kysely<FleetSchema>): Promise<boolean> {
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(database);
  return rows[0]?.busy !== 1;
}

interface Durability {
  /** FULL: a confirmed booking survives a power cut. OFF: for temporary copies. */
  readonly synchronous: "FULL" | "OFF";
  readonly flush?: FlushFile;
}

/** @throws not_configured if the file is not a database or cannot be read; transient if it stays locked */
export function openSqlite(path: string, durability: Durability = { synchronous: "FULL" }): SqliteDatabase {
  const connection = connect(path);
  for (const pragma of [
    "journal_mode = WAL",
    // A commit is appended to the log; log-sync.ts flushes it to the disk before it is answered.
    `synchronous = ${durability.synchronous === "FULL" ? "NORMAL" : "OFF"}`,
    "foreign_keys = ON",
    // Erased data is overwritten, not only unlinked.
    "secure_delete = ON",
    // 16 MB hold the inner pages of every index; the operating system caches the other pages. No memory map: truncating a mapped file kills the process (sqlite.org/mmap.html).
    "cache_size = -16384",
    // Savepoint journals stay in memory: otherwise SQLite would write every page of a booking once more, to a temporary
    // file.
    "temp_store = MEMORY",
  ]) {
    readable(path, () => connection.exec(`pragma ${pragma}`));
  }
  const storage = path === MEMORY ? undefined : readable(path, () => storageAt(path, connection));
  // From here on, waiting must not block the event loop: SqliteConnection waits instead.
  connection.exec("pragma busy_timeout = 0");
  return asSqlDatabase(connection, durability, storage);
}

const MEMORY = ":memory:";

/** The first read creates the log's files. */
function storageAt(path: string, connection: BetterSqlite3.Database): Storage {
  connection.prepare("select count(*) from sqlite_schema").get();
  const rescue = {
    log: () => connection.exec("pragma wal_checkpoint(truncate)"),
    database: (copy: string) => {
      if (existsSync(copy)) return;
      connection.exec(`vacuum into '${copy.replaceAll("'", "''")}'`);
      keepPrivate(copy);
    },
  };
  return { path, file: new DatabaseFile(path, rescue) };
}

/** Writes the result of SqliteDatabase.serialize to a file that only its owner can read, and waits for the disk. */
export function writeDatabase(path: string, bytes: Uint8Array): void {
  readable(path, () => writeFileSync(path, bytes, { mode: 0o600, flush: true }));
}

/** The same bytes: better-sqlite3 copies them itself. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Opens the result of SqliteDatabase.serialize in memory. */
export function openSqliteCopy(bytes: Uint8Array): SqliteDatabase {
  const connection = keepStatements(new BetterSqlite3(asBuffer(bytes), { timeout: 0 }));
  for (const pragma of ["foreign_keys = ON", "synchronous = OFF", "temp_store = MEMORY"]) {
    connection.exec(`pragma ${pragma}`);
  }
  return asSqlDatabase(connection, { synchronous: "OFF" }, undefined);
}

function connect(path: string): BetterSqlite3.Database {
  return readable(path, () => {
    if (path !== MEMORY) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      makePrivateFile(path);
    }
    return keepStatements(new BetterSqlite3(path, { timeout: OPENING_MS }));
  });
}

function readable<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isBusy(error)) throw tooBusy(error);
    if (isDiskFault(error)) throw storageError(error, path);
    throw new AscendiaError("not_configured", `The database ${path} cannot be opened: ${reason(error)}.`, {
      hint: "Check the path and its permissions, or name another database with --db sqlite:PATH.",
      cause: error,
    });
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function asSqlDatabase(
  connection: BetterSqlite3.Database,
  { synchronous, flush }: Durability,
  storage: Storage | undefined,
): SqliteDatabase {
  connection.function("keyed_hash", { deterministic: true }, keyedHashFunction);
  connection.function("matches_pattern", { deterministic: true }, patternMatchFunction);
  connection.function("contains_text", { deterministic: true }, textSearchFunction);
  const dialect = new SqliteConnectionDialect(connection, { isDurable: synchronous === "FULL", storage, flush });
  const othersWrites = oncePerTurn(connection, storage, dialect);
  const memoryOf = (kind: MemoryKind) => watchedMemory({ own: () => dialect.changes(kind), others: othersWrites });
  const memories = {
    settings: memoryOf("settings"),
    calendars: memoryOf("calendars"),
    appointments: memoryOf("appointments"),
  };
  const fleet = showsMemories(new Kysely<FleetSchema>({ dialect, plugins: [new CamelCasePlugin()] }), {
    memories,
    owner: "",
  });
  const relaxed = dialect.nonDurable();
  const nonDurable = new Kysely<FleetSchema>({ dialect: relaxed, plugins: [new CamelCasePlugin()] });
  let uncommitted = 0;
  let endThread: (() => Promise<void>) | undefined;
  const bytes = () => withoutWal(connection.serialize());
  return {
    fleet,
    nonDurable,
    dialectOf: (_, isDurable = true) => (isDurable ? dialect : relaxed),
    othersWrites,
    startBackgroundWork: async () => {
      if (storage === undefined || endThread !== undefined) return;
      const { checkpointInThread } = await import("./checkpoint-in-thread.ts");
      endThread ??= checkpointInThread(storage.path, connection);
    },
    // All users wait for the only connection anyway.
    inTurn: (_, work) => work(),
    memories,
    ownSettingsChanges: () => dialect.changes("settings") ?? -(uncommitted += 1),
    atomically: (work) => dialect.atomically(work),
    undoable: () => dialect.undoable(),
    purge: () => purgeFile(fleet).then(() => null),
    settled: () => dialect.settled(),
    proveWritable: storage === undefined ? () => Promise.resolve() : proofOfWriting({ fleet, dialect, storage }),
    assertInPlace: () => storage?.file.assertInPlace("write"),
    serialize: bytes,
    copy: () => dialect.whileIdle(bytes),
    close: async () => {
      await endThread?.();
      await fleet.destroy();
    },
  };
}

/** See SqlDatabase.othersWrites. @throws not_configured once the file is gone, replaced or damaged */
function oncePerTurn(
  connection: BetterSqlite3.Database,
  storage: Storage | undefined,
  dialect: Pick<SqliteConnectionDialect, "transactions">,
): () => number {
  // No other connection can reach a database in memory.
  if (storage === undefined) return () => 0;
  const version = connection.prepare<[], number>("pragma data_version").pluck();
  let others = 0;
  let isAsked = false;
  let askedIn = -1;
  return () => {
    if (connection.inTransaction ? askedIn === dialect.transactions() : isAsked) return others;
    storage.file.assertInPlace("read");
    others = versionOf(version, storage.path);
    if (connection.inTransaction) askedIn = dialect.transactions();
    // Only a result is reused for the rest of the turn: after a failure the next caller asks again.
    if (!isAsked) setImmediate(() => (isAsked = false));
    isAsked = true;
    return others;
  };
}

/** @throws not_configured if the file is damaged, for example truncated */
function versionOf(version: BetterSqlite3.Statement<[], number>, path: string): number {
  try {
    return version.get() ?? 0;
  } catch (error) {
    throw storageError(error, path);
  }
}

/** Bytes 18 and 19 of the header say WAL (2); a database in memory can only be opened in rollback-journal mode (1). */
export function withoutWal(bytes: Uint8Array): Uint8Array {
  bytes.fill(1, 18, 20);
  return bytes;
}
