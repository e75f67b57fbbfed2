import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { AscendiaError } from "../../../errors.ts";
import { systemClock } from "../../system/clock.ts";
import { SqlClockMarks } from "../fleet/installation-marks.ts";
import type { SqlDatabase } from "../database.ts";
import { migratePostgres, schemaFound } from "./migrate.ts";
import { ownerDatabase } from "./owner-connection.ts";
import { openOwner, pgPool } from "./pg-pool.ts";
import { postgresDatabase } from "./postgres-database.ts";
import { FLEET_ROLE } from "./roles.ts";

interface Opening {
  readonly mode: "sandbox" | "live";
  readonly ifMissing: "create" | "refuse";
  /** The database's address without its password. */
  readonly name: string;
}

/**
 * Opens and migrates the database of one mode.
 * @throws not_configured if it holds no installation; conflict if it holds the other mode's; transient while PostgreSQL
 * does not answer
 */
export async function openPostgres(url: string, opening: Opening): Promise<SqlDatabase> {
  await bringUpToDate(url, opening);
  const database = postgresDatabase(await pgPool(url));
  try {
    await claim(database, opening);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function bringUpToDate(url: string, { ifMissing, name }: Opening): Promise<void> {
  const client = await openOwner(url);
  try {
    const owner = ownerDatabase(client);
    const found = await schemaFound(owner);
    if (found === "current") return;
    if (found === "nothing") {
      if (ifMissing === "refuse") {
        throw new AscendiaError("not_configured", `There is no installation in the database ${name}.`, {
          hint: "Start with ascendia agent:create, agent:adopt AGENT_ID, clinic:onboard or demo, or name another database with --db.",
        });
      }
      await assertEmpty(owner, name);
    }
    await migratePostgres(owner);
  } finally {
    await client.close();
  }
}

type Owner = ReturnType<typeof ownerDatabase>;

async function assertEmpty(owner: Owner, name: string): Promise<void> {
  const { rows } = await sql<{ readonly tables: number }>`
    select count(*) as tables from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace`.execute(owner);
  if (rows[0]?.tables === 0) return;
  throw new AscendiaError("not_configured", `The database ${name} belongs to another program.`, {
    hint: "Create a database for ascendia alone: createdb ascendia.",
  });
}

async function claim(database: SqlDatabase, { mode, name, ifMissing }: Opening): Promise<void> {
  const { fleet } = database;
  const find = () => fleet.selectFrom("meta").select("value").where("key", "=", "mode").executeTakeFirst();
  const owner = await find();
  if (owner?.value === mode) return;
  if (owner !== undefined) {
    throw new AscendiaError(
      "conflict",
      `The database ${name} contains ${owner.value} data; this command runs in ${mode} mode.`,
      { hint: `Name a database for ${mode} data, or set RETELL_API_KEY as it was when the database was created.` },
    );
  }
  if (ifMissing === "refuse") {
    throw new AscendiaError("not_configured", `There is no installation in the database ${name}, only its tables.`, {
      hint: "A db:copy or restore into it was stopped: run it again.",
    });
  }
  await database.atomically(async () => {
    if ((await find()) !== undefined) return;
    await fleet.insertInto("meta").values({ key: "mode", value: mode }).execute();
    await new SqlClockMarks(fleet).confirm(systemClock.now());
  });
  await claim(database, { mode, name, ifMissing: "refuse" });
}

/** Advisory lock for work that only one process at a time may do. */
const EXCLUSIVE = 72_005_003;
const PATIENCE_MS = 30_000;

/**
 * Runs `work` while no other process holds the database's lock. PostgreSQL releases it however the process ends.
 * @throws transient if another process holds it for half a minute
 */
export async function withPostgresLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = await openOwner(url);
  try {
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await taken(client))) {
      if (performance.now() > deadline) {
        throw new AscendiaError("transient", "Another ascendia process is creating or onboarding with this database.", {
          hint: "Wait for it to end (it may be waiting for an answer at its terminal), then run the same command again.",
        });
      }
      await wait(20 + Math.random() * 80);
    }
    return await work();
  } finally {
    await client.close();
  }
}

async function taken(client: Awaited<ReturnType<typeof openOwner>>): Promise<boolean> {
  const { rows } = await sql<{ readonly taken: boolean }>`
    select pg_try_advisory_lock(${sql.lit(EXCLUSIVE)}) as taken`.execute(ownerDatabase(client));
  return rows[0]?.taken === true;
}

/** Whether the database holds an installation, of this or an older version. */
export async function isInstalled(url: string): Promise<boolean> {
  const client = await openOwner(url);
  try {
    return (await schemaFound(ownerDatabase(client))) !== "nothing";
  } finally {
    await client.close();
  }
}

/** For shell completion: runs no migrations; empty if there is no installation. */
export async function readPostgresSlugs(url: string): Promise<readonly string[]> {
  const client = await openOwner(url);
  try {
    const owner = ownerDatabase(client);
    if ((await schemaFound(owner)) !== "current") return [];
    await client.query(`set role ${FLEET_ROLE}`);
    const { rows } = await sql<{ readonly slug: string }>`select slug from clinics order by slug`.execute(owner);
    return rows.map(({ slug }) => slug);
  } finally {
    await client.close();
  }
}
