import { constants, copyFileSync, existsSync, linkSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import type BetterSqlite3 from "better-sqlite3";
import type { CopiedTable, DatabaseContents } from "../../../domain/fleet/database-files.ts";
import { AscendiaError } from "../../../errors.ts";
import { keepPrivate } from "../../sqlite/private-file.ts";
import { damageIn } from "../sqlite/damage.ts";
import { assertDatabaseAt } from "../sqlite/database-file.ts";
import { MIGRATIONS } from "../migrations/names.ts";
import { openSqlite } from "../sqlite/sqlite.ts";
import { type StoredDatabase, contentsOfTables } from "./table-rows.ts";
import { usingFile } from "../sqlite/moved-away.ts";

const BACKED_UP_AT = "backed_up_at";

const BUSY_MS = 15_000;

export function storedFile(path: string): StoredDatabase {
  return {
    status: async () => {
      assertSound(path);
      return { ...contentsOf(path), bytes: statSync(path).size, engine: "sqlite", version: null, concerns: [] };
    },
    backedUpAt: async () => usingFile(path, BUSY_MS, (connection) => metaIn(connection, BACKED_UP_AT)),
    concerns: async () => [],
    noteBackup: async (takenAt) => noteBackup(path, takenAt),
    snapshot: async (copy, takenAt) => snapshot(path, copy, takenAt),
    assertFree: async (installation) => assertFree(path, installation),
    place: async (draft, confirm) => {
      await confirm?.();
      placeDatabase(draft, path);
    },
    tables: () => tablesIn(path),
    path,
    follow: null,
  };
}

/**
 * Writes a consistent copy while others read and write. `vacuum into` reads one state of the database in one
 * transaction, so writers do not disturb it, and omits erased data (sqlite.org/lang_vacuum.html).
 * @throws not_configured if there is no database, or it is damaged or another program's; failed if it cannot be written
 */
export function snapshot(path: string, copy: string, takenAt: Date | null): DatabaseContents {
  assertSound(path);
  writing(copy, () => usingFile(path, BUSY_MS, (connection) => connection.exec(`vacuum into ${literal(copy)}`)));
  keepPrivate(copy);
  if (takenAt !== null) noteBackup(copy, takenAt);
  assertSound(copy);
  return contentsOf(copy);
}

/** Takes no lock: anything written meanwhile shows as a difference from the copy. */
export async function tablesIn(path: string): Promise<readonly CopiedTable[]> {
  assertDatabaseAt(path);
  const database = openSqlite(path);
  try {
    return await contentsOfTables(database.fleet);
  } finally {
    await database.close();
  }
}

/** Notes in a database when it was backed up. */
export function noteBackup(path: string, takenAt: Date): void {
  usingFile(path, BUSY_MS, (connection) => {
    connection
      .prepare("insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value")
      .run(BACKED_UP_AT, takenAt.toISOString());
  });
}

/** @throws not_configured if there is no file, or it is damaged or not ascendia's */
export function assertSound(path: string): void {
  assertDatabaseAt(path);
  const found = damageIn(path);
  if (found === null) {
    throw new AscendiaError("transient", `The database ${path} cannot be read at the moment.`, {
      hint: "Another program may have locked it. Try again.",
    });
  }
  if (found.damage !== null) {
    throw new AscendiaError("not_configured", `The database ${path} is damaged: ${found.damage}.`, {
      hint: "Restore the latest backup that passes ascendia db:status.",
    });
  }
  if (found.installation !== null) return;
  throw new AscendiaError("not_configured", `${path} is not an ascendia database.`, {
    hint: "Check the path.",
  });
}

function metaIn(connection: BetterSqlite3.Database, key: string): string | null {
  return connection.prepare<[string], string>("select value from meta where key = ?").pluck().get(key) ?? null;
}

export function contentsOf(path: string): DatabaseContents {
  return usingFile(path, BUSY_MS, (connection) => {
    const number = (sql: string) => connection.prepare<[], number | null>(sql).pluck().get() ?? null;
    const rows = (table: string) => number(`select count(*) from ${table}`) ?? 0;
    const meta = (key: string) => metaIn(connection, key);
    const applied = new Set(connection.prepare<[], string>("select name from kysely_migration").pluck().all());
    const oldest = number("select min(due_at) from jobs where state = 'waiting'");
    return {
      mode: meta("mode"),
      installation: meta("installation_id") ?? "",
      backedUpAt: meta(BACKED_UP_AT),
      pendingMigrations: MIGRATIONS.filter((name) => !applied.has(name)),
      unknownMigrations: [...applied].filter((name) => !MIGRATIONS.some((known) => known === name)),
      clinics: rows("clinics"),
      appointments: rows("appointments"),
      calls: rows("calls"),
      events: rows("call_events"),
      oldestJobDueAt: oldest === null ? null : new Date(oldest).toISOString(),
    };
  });
}

/**
 * Refuses a path where an installation's database is, or was.
 * @throws conflict naming the files in the way
 */
function assertFree(path: string, installation: string): void {
  const inTheWay = [path, `${path}-wal`, `${path}-shm`, `${path}-journal`].filter((file) => existsSync(file));
  if (inTheWay.length > 0) throw notReplaced(path, inTheWay);
  const note = `${path}.id`;
  if (!existsSync(note) || readFileSync(note, "utf8").trim() === installation) return;
  throw new AscendiaError(
    "conflict",
    `The backup belongs to a different installation from the one in ${basename(note)}.`,
    {
      hint: `Check the backup. If that installation now belongs in this folder, move ${note} away.`,
    },
  );
}

function notReplaced(path: string, inTheWay: readonly string[]): AscendiaError {
  return new AscendiaError("conflict", `A restore never replaces a database, and ${inTheWay.join(", ")} exists.`, {
    hint: `Stop every ascendia process, then move these files of ${dirname(path)} to another folder.`,
  });
}

/** Makes a copy that only its owner can read, flushed to the disk. */
export function copyDatabase(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_EXCL);
  keepPrivate(to);
}

/**
 * Gives a closed, complete database its name. Never replaces a file, even one created a moment ago.
 * @throws conflict if another command was quicker
 */
function placeDatabase(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch {
    if (existsSync(path)) throw notReplaced(path, [path]);
    // Some file systems have no hard links.
    return renameSync(draft, path);
  }
  rmSync(draft);
}

function writing(copy: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    rmSync(copy, { force: true });
    throw new AscendiaError("failed", `The backup cannot be written: ${reasonOf(error)}.`, {
      hint: `Check that ${dirname(copy)} exists, that you may write there, and that the disk has room for it.`,
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
