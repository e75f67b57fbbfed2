import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { CamelCasePlugin, Kysely } from "kysely";
import { AscendiaError } from "../../domain/errors.ts";
import { lasting } from "../sqlite/lasting.ts";
import type { SqlDatabase } from "./database.ts";
import { keyedHashFunction } from "./keyed-hash.ts";
import { patternMatchFunction } from "./pattern-match.ts";
import { purgeFile } from "./purge-file.ts";
import type { FleetSchema } from "./schema.ts";
import { SqliteConnectionDialect } from "./sqlite-driver.ts";

interface Durability {
  /** FULL: an answered booking survives a power cut. OFF: for copies that are thrown away. */
  readonly synchronous: "FULL" | "OFF";
}

/** @throws invalid when the file is not a database or cannot be read or written */
export function openSqlite(path: string, durability: Durability = { synchronous: "FULL" }): SqlDatabase {
  const connection = connect(path);
  for (const pragma of [
    "journal_mode = WAL",
    `synchronous = ${durability.synchronous}`,
    "foreign_keys = ON",
    // What is erased is overwritten, not only forgotten.
    "secure_delete = ON",
    "mmap_size = 268435456",
  ]) {
    readable(path, () => connection.exec(`pragma ${pragma}`));
  }
  return asSqlDatabase(connection, durability);
}

/** Opens what SqlDatabase.serialize gave, in memory. */
export function openSqliteCopy(bytes: Uint8Array): SqlDatabase {
  const connection = lasting(new BetterSqlite3(Buffer.from(bytes), { timeout: 0 }));
  for (const pragma of ["foreign_keys = ON", "synchronous = OFF", "temp_store = MEMORY"]) {
    connection.exec(`pragma ${pragma}`);
  }
  return asSqlDatabase(connection, { synchronous: "OFF" });
}

function connect(path: string): BetterSqlite3.Database {
  return readable(path, () => {
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const connection = lasting(new BetterSqlite3(path, { timeout: 0 }));
    if (path !== ":memory:") chmodSync(path, 0o600);
    return connection;
  });
}

function readable<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new AscendiaError("not_configured", `The database ${path} cannot be opened: ${reason(error)}.`, {
      hint: "Check the path and its permissions, or name another database with --db sqlite:PATH.",
      cause: error,
    });
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function asSqlDatabase(connection: BetterSqlite3.Database, { synchronous }: Durability): SqlDatabase {
  connection.function("keyed_hash", { deterministic: true }, keyedHashFunction);
  connection.function("matches_pattern", { deterministic: true }, patternMatchFunction);
  const dialect = new SqliteConnectionDialect(connection, synchronous);
  const fleet = new Kysely<FleetSchema>({ dialect, plugins: [new CamelCasePlugin()] });
  const redoable = new Kysely<FleetSchema>({ dialect: dialect.redoable(), plugins: [new CamelCasePlugin()] });
  const version = connection.prepare<[], number>("pragma data_version").pluck();
  return {
    fleet,
    redoable,
    dialect,
    foreignWrites: () => version.get() ?? 0,
    ownWrites: () => dialect.ownWrites(),
    atomically: (work) => dialect.atomically(work),
    purge: () => purgeFile(fleet),
    serialize: () => withoutWal(connection.serialize()),
    close: () => fleet.destroy(),
  };
}

/** Bytes 18 and 19 of the header say WAL (2); a database in memory can only be opened as rollback-journal (1). */
function withoutWal(bytes: Uint8Array): Uint8Array {
  bytes.fill(1, 18, 20);
  return bytes;
}
