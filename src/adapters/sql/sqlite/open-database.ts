import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { sql } from "kysely";
import { AscendiaError } from "../../../errors.ts";
import { systemClock } from "../../system/clock.ts";
import { SqlClockMarks } from "../fleet/installation-marks.ts";
import { assertDatabaseAt, assertNothingAt } from "./database-file.ts";
import type { SqlDatabase } from "../database.ts";
import { migrate } from "../migrations/migrate.ts";
import { openSqlite, writeDatabase } from "./sqlite.ts";

interface Opening {
  /** If no database exists: create one, provided that nothing hints at an earlier one, or refuse. */
  readonly ifMissing: "create" | "refuse";
}

/**
 * Opens and migrates the database of one mode.
 * @throws not_configured if there is none, or it belongs to another program or installation; conflict if it belongs to
 * the other mode: sandbox and live data never share a file
 */
export async function openDatabase(
  path: string,
  mode: "sandbox" | "live",
  { ifMissing }: Opening = { ifMissing: "create" },
): Promise<SqlDatabase> {
  if (ifMissing === "refuse") assertDatabaseAt(path);
  else assertNothingAt(path);
  if (!existsSync(path)) await createDatabase(path, mode);
  return openAs(path, mode);
}

/**
 * Written under another name first: whenever this process dies, there is either a complete database at the path or
 * none.
 */
async function createDatabase(path: string, mode: string): Promise<void> {
  const draft = `${path}.new-${process.pid}`;
  const { newDatabase } = await import("../migrations/new-database.ts");
  const database = await newDatabase();
  try {
    await claim(database, { path, mode });
    await new SqlClockMarks(database.fleet).confirm(systemClock.now());
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeDatabase(draft, database.serialize());
    place(draft, path);
  } finally {
    await database.close();
    rmSync(draft, { force: true });
  }
}

/** If another process was quicker, its database is the installation's. */
function place(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (existsSync(path)) return;
    // Some file systems have no hard links.
    if (error instanceof Error) renameSync(draft, path);
  }
}

async function openAs(path: string, mode: string): Promise<SqlDatabase> {
  const database = openSqlite(path);
  try {
    await assertOurs(database, path);
    await migrate(database);
    await claim(database, { path, mode });
    await assertSameInstallation(database, path);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Every database of ours was created complete, so one without our migrations belongs to another program. */
async function assertOurs(database: SqlDatabase, path: string): Promise<void> {
  const migrations = sql<{
    found: number;
  }>`select count(*) as found from sqlite_schema where name = 'kysely_migration'`;
  const { rows } = await migrations.execute(database.fleet);
  if (rows[0]?.found === 1) return;
  throw new AscendiaError("not_configured", `The database ${path} is empty or belongs to another program.`, {
    hint: "Name ascendia's database with --db sqlite:PATH, or restore it from a backup.",
  });
}

/**
 * The id next to the file names the installation whose database belongs there, so that another installation's file is
 * noticed. A file without an id (copied, or from an earlier version) gets one.
 */
async function assertSameInstallation(database: SqlDatabase, path: string): Promise<void> {
  const row = await database.fleet
    .selectFrom("meta")
    .select("value")
    .where("key", "=", "installation_id")
    .executeTakeFirst();
  const found = row?.value ?? "";
  const note = `${path}.id`;
  if (!existsSync(note)) return noteInstallation(note, found);
  if (readFileSync(note, "utf8").trim() === found) return;
  throw new AscendiaError("not_configured", `The database ${path} belongs to another installation.`, {
    hint: `Put the right file back. If this file belongs here from now on, remove ${note}.`,
  });
}

/** If the folder is read-only, no mix-up can happen: such a database is only read. */
function noteInstallation(note: string, id: string): void {
  try {
    writeFileSync(note, `${id}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (!["EEXIST", "EROFS", "EACCES", "EPERM"].includes(String(code))) throw error;
  }
}

async function claim(database: SqlDatabase, { path, mode }: { path: string; mode: string }): Promise<void> {
  const owner = await database.fleet.selectFrom("meta").select("value").where("key", "=", "mode").executeTakeFirst();
  if (owner?.value === mode) return;
  if (owner !== undefined) {
    throw new AscendiaError(
      "conflict",
      `The database ${path} contains ${owner.value} data; this command runs in ${mode} mode.`,
      {
        hint: `Name a database for ${mode} data with --db sqlite:PATH, or set RETELL_API_KEY as it was when the database was created.`,
      },
    );
  }
  await database.fleet
    .insertInto("meta")
    .values({ key: "mode", value: mode })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
