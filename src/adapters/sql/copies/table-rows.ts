import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { CopiedTable, DatabaseContents, DatabaseStatus, Moved } from "../../../domain/fleet/database-files.ts";
import { isPostgres } from "../migrations/engine.ts";
import type { FleetSchema } from "../schema.ts";

type Fleet = Kysely<FleetSchema>;

export type StoredRow = Readonly<Record<string, unknown>>;

/** Rows per page. */
const ROWS = 5_000;

/** All rows of a table as the engine stores them, page by page. Within a transaction, all pages show one state. */
export async function* pagesOf(fleet: Fleet, table: string): AsyncGenerator<readonly StoredRow[]> {
  const source = fleet.withoutPlugins();
  const order = sql.raw(isPostgres(fleet) ? "ctid" : "rowid");
  for (let offset = 0; ; offset += ROWS) {
    const { rows } = await sql<StoredRow>`
      select * from ${sql.table(table)} order by ${order} limit ${sql.lit(ROWS)} offset ${sql.lit(offset)}`.execute(
      source,
    );
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS) return;
  }
}

/** PostgreSQL accepts at most 65,535 values in one statement. */
const MOST_VALUES = 30_000;

export async function insertRows(fleet: Fleet, table: string, rows: readonly StoredRow[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const atOnce = Math.max(1, Math.floor(MOST_VALUES / columns.length));
  const names = sql.join(columns.map((column) => sql.id(column)));
  for (let from = 0; from < rows.length; from += atOnce) {
    const values = rows
      .slice(from, from + atOnce)
      .map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
    await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)}`.execute(fleet.withoutPlugins());
  }
}

/**
 * What differs between an installation and its copy: the time of its backup, the value that proves it writable, and its
 * present location.
 */
const ITS_OWN: ReadonlySet<unknown> = new Set(["backed_up_at", "readiness_probe", "moved_to"]);

/** The contents of every table, sorted by name. */
export async function contentsOfTables(fleet: Fleet): Promise<readonly CopiedTable[]> {
  const tables = await fleet.introspection.getTables();
  const names = tables.map(({ name }) => name).filter((name) => !name.startsWith("kysely_"));
  const contents: CopiedTable[] = [];
  for (const table of names.toSorted()) contents.push(await contentsOf(fleet, table));
  return contents;
}

async function contentsOf(fleet: Fleet, table: string): Promise<CopiedTable> {
  const sum = Buffer.alloc(32);
  let count = 0;
  for await (const page of pagesOf(fleet, table)) {
    for (const row of page) {
      if (table === "meta" && ITS_OWN.has(row["key"])) continue;
      const hash = hashOf(row);
      for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] ?? 0) ^ (hash[index] ?? 0);
      count += 1;
    }
  }
  return { table, rows: count, hash: sum.toString("hex").slice(0, 16) };
}

export function hashOf(row: StoredRow): Buffer {
  const columns = Object.keys(row).toSorted();
  // PostgreSQL stores no NUL in a text (session.ts).
  const values = columns.map((column) => {
    const value = row[column];
    return typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;
  });
  return createHash("sha256")
    .update(JSON.stringify([columns, values]))
    .digest();
}

/** The names of tables that differ, each with the number of rows on both sides. */
export function differences(here: readonly CopiedTable[], there: readonly CopiedTable[]): readonly string[] {
  const byName = new Map(there.map((contents) => [contents.table, contents]));
  return here
    .filter(({ table, rows, hash }) => byName.get(table)?.rows !== rows || byName.get(table)?.hash !== hash)
    .map(({ table, rows }) => `${table} (${rows} rows, ${byName.get(table)?.rows ?? 0} in the copy)`);
}

/** The installation's database as a whole, for inspection, copying and replacement. */
export interface StoredDatabase {
  /** Does not migrate the schema. @throws not_configured if there is no database, or it is damaged */
  status(): Promise<DatabaseStatus>;
  backedUpAt(): Promise<string | null>;
  /** What an administrator of the database should change, in sentences. */
  concerns(): Promise<readonly string[]>;
  noteBackup(takenAt: Date): Promise<void>;
  /**
   * Writes a consistent, checked copy as an SQLite file, even while others write.
   * @param takenAt the backup time to note in the copy; null: the copy is not a backup
   */
  snapshot(copy: string, takenAt: Date | null): Promise<DatabaseContents>;
  /** @throws conflict naming what blocks a restore */
  assertFree(installation: string): Promise<void>;
  /**
   * Restores from a closed, up-to-date SQLite file. Never replaces a database.
   * @param confirm is called last: if it rejects, nothing has happened
   */
  place(draft: string, confirm?: () => Promise<void>): Promise<void>;
  /** The path of the file, which another database may follow; null: the database is on a server. */
  readonly path: string | null;
  /** Copies a file's installation while it is being written to; null: this engine cannot. */
  readonly follow: ((following: Follow) => Promise<Moved>) | null;
  /** The contents of each table. */
  tables(): Promise<readonly CopiedTable[]>;
}

export interface Follow {
  /** The installation's file. */
  readonly source: string;
  /** Where the working copy may be written. */
  readonly draft: string;
}
