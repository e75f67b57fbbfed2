import { type Kysely, sql } from "kysely";
import type { DatabaseContents, DatabaseStatus, Moved } from "../../../domain/fleet/database-files.ts";
import { AscendiaError } from "../../../errors.ts";
import { keepPrivate } from "../../sqlite/private-file.ts";
import { assertSound, contentsOf, snapshot as copySqlite, noteBackup } from "../copies/backup.ts";
import type { SqlDatabase } from "../database.ts";
import { MIGRATIONS } from "../migrations/names.ts";
import { openSqlite, writeDatabase } from "../sqlite/sqlite.ts";
import { type Follow, type StoredDatabase, contentsOfTables } from "../copies/table-rows.ts";
import type { PostgresClient } from "./client.ts";
import { copyFromSqlite } from "./copy-from-sqlite.ts";
import { migratePostgres, schemaFound } from "./migrate.ts";
import { openPostgres, withPostgresLock } from "./open-postgres.ts";
import { ownerDatabase } from "./owner-connection.ts";
import { openOwner, pgPool } from "./pg-pool.ts";
import { postgresDatabase } from "./postgres-database.ts";
import { FLEET_ROLE } from "./roles.ts";
import { roleConcerns } from "./security.ts";

interface Place {
  readonly url: string;
  readonly name: string;
  readonly mode: "sandbox" | "live";
}

const BACKED_UP_AT = "backed_up_at";

/** Copies are SQLite files, like those of an SQLite installation: either engine can restore them. */
export function storedPostgres(place: Place): StoredDatabase {
  return {
    status: () => withOwner(place, (owner) => statusOf(owner)),
    backedUpAt: () => withOwner(place, async (owner) => (await meta(owner)).get(BACKED_UP_AT) ?? null),
    concerns: () => withOwner(place, (owner) => roleConcerns(owner)),
    noteBackup: (takenAt) =>
      withDatabase(place, async ({ fleet }) => {
        const value = takenAt.toISOString();
        await fleet
          .insertInto("meta")
          .values({ key: BACKED_UP_AT, value })
          .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
          .execute();
      }),
    snapshot: (copy, takenAt) => withDatabase(place, (database) => snapshot(database, copy, takenAt)),
    assertFree: () => withOwner(place, (owner) => assertFree(owner, place)),
    place: (draft, confirm) => placeDraft(place, draft, confirm),
    path: null,
    follow: (following) => follow(place, following),
    tables: () =>
      withDatabase(place, ({ fleet }) =>
        fleet
          .transaction()
          .setIsolationLevel("repeatable read")
          .execute((transaction) => contentsOfTables(transaction)),
      ),
  };
}

async function withDatabase<T>({ url, ...opening }: Place, work: (database: SqlDatabase) => Promise<T>): Promise<T> {
  const database = await openPostgres(url, { ...opening, ifMissing: "refuse" });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

type Owner = Kysely<unknown>;

async function withOwner<T>({ url }: Place, work: (owner: Owner, client: PostgresClient) => Promise<T>): Promise<T> {
  const client = await openOwner(url);
  try {
    return await work(ownerDatabase(client), client);
  } finally {
    await client.close();
  }
}

async function snapshot(database: SqlDatabase, copy: string, takenAt: Date | null): Promise<DatabaseContents> {
  writeDatabase(copy, await database.copy());
  keepPrivate(copy);
  if (takenAt !== null) noteBackup(copy, takenAt);
  assertSound(copy);
  return contentsOf(copy);
}

async function meta(owner: Owner): Promise<ReadonlyMap<string, string>> {
  return owner.transaction().execute(async (transaction) => {
    await sql`set local role ${sql.id(FLEET_ROLE)}`.execute(transaction);
    const { rows } = await sql<{ readonly key: string; readonly value: string }>`
      select key, value from meta`.execute(transaction);
    return new Map(rows.map(({ key, value }) => [key, value]));
  });
}

async function statusOf(owner: Owner): Promise<DatabaseStatus> {
  if ((await schemaFound(owner)) === "nothing") throw noInstallation();
  const known = await meta(owner);
  return owner.transaction().execute(async (transaction) => {
    const applied = await sql<{ readonly name: string }>`select name from kysely_migration`.execute(transaction);
    const names = new Set(applied.rows.map(({ name }) => name));
    const concerns = await roleConcerns(transaction);
    await sql`set local role ${sql.id(FLEET_ROLE)}`.execute(transaction);
    const { rows } = await sql<Counts>`
      select (select count(*) from clinics) as clinics, (select count(*) from appointments) as appointments,
        (select count(*) from calls) as calls, (select count(*) from call_events) as events,
        (select min(due_at) from jobs where state = 'waiting') as oldest,
        pg_database_size(current_database()) as bytes,
        current_setting('server_version') as version`.execute(transaction);
    const [counts] = rows;
    if (counts === undefined) throw noInstallation();
    const { oldest, ...numbers } = counts;
    return {
      ...numbers,
      engine: "postgres",
      concerns,
      mode: known.get("mode") ?? null,
      installation: known.get("installation_id") ?? "",
      backedUpAt: known.get(BACKED_UP_AT) ?? null,
      pendingMigrations: MIGRATIONS.filter((name) => !names.has(name)),
      unknownMigrations: [],
      oldestJobDueAt: oldest === null ? null : new Date(oldest).toISOString(),
    };
  });
}

interface Counts {
  readonly clinics: number;
  readonly appointments: number;
  readonly calls: number;
  readonly events: number;
  readonly oldest: number | null;
  readonly bytes: number;
  readonly version: string;
}

function noInstallation(): AscendiaError {
  return new AscendiaError("not_configured", "There is no installation in the database.", {
    hint: "Start with ascendia agent:create, agent:adopt AGENT_ID, clinic:onboard or demo.",
  });
}

/** Unclaimed tables are allowed: an interrupted restore leaves them. */
async function assertFree(owner: Owner, { name }: Place): Promise<void> {
  if ((await schemaFound(owner)) === "nothing" || !(await meta(owner)).has("mode")) return;
  throw new AscendiaError("conflict", `A restore never replaces a database, and ${name} contains an installation.`, {
    hint: "Stop every ascendia process, then name an empty database.",
  });
}

async function placeDraft(place: Place, draft: string, confirm = async () => {}): Promise<void> {
  await withOwner(place, async (owner) => {
    await assertFree(owner, place);
    await migratePostgres(owner);
  });
  const source = openSqlite(draft);
  const target = postgresDatabase(await pgPool(place.url));
  try {
    await copyFromSqlite(source, target, confirm);
  } finally {
    await source.close();
    await target.close();
  }
}

/** One copy at a time. An interrupted copy starts over, or is finished if only its claim was missing. */
async function follow(place: Place, { source, draft }: Follow): Promise<Moved> {
  const { finishCopy, followFromSqlite, setDeferrable } = await import("./follow-sqlite.ts");
  const { movedTo } = await import("../sqlite/moved-away.ts");
  return withPostgresLock(place.url, async () => {
    const left = movedTo(source);
    if (left !== null && left !== place.name) throw leftAlready(left);
    await withOwner(place, async (owner) => {
      await assertFree(owner, place);
      await migratePostgres(owner);
      await setDeferrable(owner, true);
    });
    const target = postgresDatabase(await pgPool(place.url));
    try {
      if (left !== null) {
        if (!(await finishCopy(target, place.mode))) throw leftAlready(left);
        return { to: place.name, tables: await contentsOfTables(target.fleet), passes: 0, heldMs: 0 };
      }
      copySqlite(source, draft, null);
      const followed = await followFromSqlite({ source, draft, target, movedTo: place.name });
      return { to: place.name, ...followed };
    } finally {
      await target.close();
      await withOwner(place, (owner) => setDeferrable(owner, false));
    }
  });
}

function leftAlready(to: string): AscendiaError {
  return new AscendiaError("conflict", `The installation has moved to ${to} already.`, {
    hint: "Set ASCENDIA_DATABASE_URL to that address. To go back to this database: ascendia db:reopen.",
  });
}
