import { setTimeout as wait } from "node:timers/promises";
import { CamelCasePlugin, type Kysely, type Migration, sql } from "kysely";
import { AscendiaError } from "../../../errors.ts";
import { MIGRATIONS } from "../migrations/names.ts";
import { holdTables } from "./hold-tables.ts";
import { causeCodeOf } from "./refusal.ts";
import { createRoles, openToOwner, secureRows, tellOfSettings } from "./security.ts";

/** Advisory lock: the first process migrates; the others wait and find nothing left to do. */
const MIGRATING = 72_005_002;

/** How long to try for the tables: a copy or a report may be reading them. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 300;

export type Found = "nothing" | "older" | "current";

/**
 * What the connection's own user finds, before anything else is opened. @throws conflict if a newer version wrote the
 * database
 */
export async function schemaFound(owner: Kysely<unknown>): Promise<Found> {
  const { rows } = await sql<{ readonly known: boolean }>`
    select to_regclass('kysely_migration') is not null as known`.execute(owner);
  if (rows[0]?.known !== true) return "nothing";
  const applied = await appliedIn(owner);
  const unknown = applied.filter((name) => !MIGRATIONS.some((known) => known === name));
  if (unknown.length > 0) {
    throw new AscendiaError("conflict", `The database was written by a newer version: it has ${unknown.join(", ")}.`, {
      hint: "Use the version of ascendia that wrote it, or a newer one.",
    });
  }
  return applied.length === MIGRATIONS.length ? "current" : "older";
}

/** Both the fleet's role and the owner can read it. */
async function appliedIn(database: Kysely<unknown>): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly name: string }>`select name from kysely_migration`.execute(database);
  return rows.map(({ name }) => name);
}

/**
 * Does everything in one transaction: the roles, the functions, every missing migration, and row security for the
 * resulting tables. Complete, or not at all.
 * @throws transient while others use the tables without a pause
 */
export async function migratePostgres(owner: Kysely<unknown>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await owner.transaction().execute(bringUpToDate);
    } catch (error) {
      if (causeCodeOf(error) !== LOCK_NOT_AVAILABLE || performance.now() > deadline) throw error;
    }
    // Transactions that waited for the lock continue in this pause.
    await wait(PAUSE_MS);
  }
}

const LOCK_NOT_AVAILABLE = "55P03";

async function bringUpToDate(transaction: Kysely<unknown>): Promise<void> {
  const { allMigrations } = await import("../migrations/all-migrations.ts");
  // Built before callers have to wait.
  const functions = (await import("./functions.ts")).functions();
  await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATING)})`.execute(transaction);
  const found = await schemaFound(transaction);
  if (found === "current") return;
  if (found === "older") {
    await assertOwner(transaction);
    await holdTables(transaction);
  }
  await createRoles(transaction);
  await openToOwner(transaction);
  await sql`create table if not exists kysely_migration (name text primary key, "timestamp" text not null)`.execute(
    transaction,
  );
  await sql`grant select on kysely_migration to public`.execute(transaction);
  for (const statement of functions) await sql.raw(statement).execute(transaction);
  const applied = new Set(await appliedIn(transaction));
  for (const name of MIGRATIONS) {
    if (!applied.has(name)) await apply(transaction, name, allMigrations[name]);
  }
  await tellOfSettings(transaction);
  await secureRows(transaction);
}

/** @throws not_configured for a user that may only serve (docs/postgresql.md) */
async function assertOwner(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ readonly owner: string; readonly mine: boolean }>`
    select pg_get_userbyid(relowner) as owner, pg_has_role(relowner, 'USAGE') as mine
    from pg_class where oid = to_regclass('kysely_migration')`.execute(database);
  const [found] = rows;
  if (found === undefined || found.mine) return;
  throw new AscendiaError("not_configured", "The database has an older schema, and only its owner may upgrade it.", {
    hint: `Run ascendia check once with ${found.owner} as the user in ASCENDIA_DATABASE_URL, then this command again.`,
  });
}

async function apply(database: Kysely<unknown>, name: string, migration: Migration): Promise<void> {
  // As on SQLite, migrations read and write rows under camelCase names.
  await migration.up(database.withPlugin(new CamelCasePlugin()));
  const now = new Date().toISOString();
  await sql`insert into kysely_migration (name, "timestamp") values (${name}, ${now})`.execute(database);
}
