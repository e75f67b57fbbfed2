import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { sql } from "kysely";
import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import type { Answer, PostgresClient, PostgresPool } from "../../src/adapters/sql/postgres/client.ts";
import { migratePostgres } from "../../src/adapters/sql/postgres/migrate.ts";
import { ownerDatabase } from "../../src/adapters/sql/postgres/owner-connection.ts";
import { postgresDatabase } from "../../src/adapters/sql/postgres/postgres-database.ts";
import { FLEET_ROLE } from "../../src/adapters/sql/postgres/roles.ts";

/** int8 and numeric, as the program's own pool reads them (pg-pool.ts). */
const parsers = { 20: Number, 1700: Number };

function asClient(engine: PGlite): PostgresClient {
  return {
    query: async (text, values): Promise<Answer> => {
      if (values === undefined) {
        await engine.exec(text);
        return { rows: [], rowCount: null, command: "" };
      }
      const { rows, affectedRows } = await engine.query<never>(text, [...values], { parsers });
      const command = /^\s*(\w+)/u.exec(text)?.[1]?.toUpperCase() ?? "";
      return { rows, rowCount: affectedRows ?? rows.length, command };
    },
  };
}

/** The engine has only one session, so users wait until it is free. */
function poolOf(engine: PGlite): PostgresPool {
  const client = asClient(engine);
  const waiting: (() => void)[] = [];
  let isTaken = false;
  return {
    acquire: async () => {
      if (isTaken) await new Promise<void>((resolve) => waiting.push(resolve));
      isTaken = true;
      return client;
    },
    release: () => {
      const next = waiting.shift();
      if (next === undefined) isTaken = false;
      else next();
    },
    listen: async (channel, { heard }) => {
      const stop = await engine.listen(channel, heard);
      return { ask: () => Promise.resolve(), close: () => stop() };
    },
    close: () => Promise.resolve(),
  };
}

let started: Promise<PGlite> | undefined;

/** PostgreSQL itself, compiled for Node. One instance for all tests of a file, because it takes seconds to start. */
async function start(): Promise<PGlite> {
  const engine = await PGlite.create({ extensions: { btree_gist } });
  await migratePostgres(ownerDatabase(asClient(engine)));
  return engine;
}

/** A new installation's database on PostgreSQL: the previous test's database, emptied. */
export async function pgliteDatabase(): Promise<SqlDatabase> {
  started ??= start();
  const engine = await started;
  await engine.exec("reset role");
  await emptied(asClient(engine));
  await engine.exec(`set role ${FLEET_ROLE}`);
  return postgresDatabase(poolOf(engine));
}

/** Does what only the owner of the tables may do, between two uses of the database. */
export async function asPgliteOwner(work: (owner: ReturnType<typeof ownerDatabase>) => Promise<void>): Promise<void> {
  started ??= start();
  const engine = await started;
  await engine.exec("reset role");
  await work(ownerDatabase(asClient(engine)));
  await engine.exec(`set role ${FLEET_ROLE}`);
}

/** Removes everything that a new installation does not have. */
export async function emptied(client: PostgresClient): Promise<void> {
  const owner = ownerDatabase(client);
  const tables = await sql<{ readonly name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace
    and relname not in ('meta', 'kysely_migration')`.execute(owner);
  // Truncating a table makes a file for it and for each of its indexes; most tests fill few tables.
  const filled = await sql<{ readonly name: string }>`${sql.join(
    tables.rows.map(({ name }) => sql`select ${sql.lit(name)} as name where exists (select from ${sql.table(name)})`),
    sql` union all `,
  )}`.execute(owner);
  if (filled.rows.length > 0) {
    await sql`truncate ${sql.join(filled.rows.map(({ name }) => sql.table(name)))} cascade`.execute(owner);
  }
  await sql`delete from meta where key not in ('installation_id', 'privacy_key')`.execute(owner);
}
