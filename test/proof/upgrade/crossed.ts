import { sql } from "kysely";
import { openPostgres } from "../../../src/adapters/sql/postgres/open-postgres.ts";
import { ownerDatabase } from "../../../src/adapters/sql/postgres/owner-connection.ts";
import { FLEET_ROLE } from "../../../src/adapters/sql/postgres/roles.ts";
import { TRANSACTIONS } from "../../../src/adapters/sql/postgres/session.ts";
import type { Cluster } from "../many-servers/cluster.ts";

const TABLES = ["clinics", "calls", "jobs", "call_events", "appointments", "doctors", "patients"] as const;
/** Claiming an event locks these tables in one order, without the transactions' lock. */
const CLAIMED = ["call_events", "jobs"] as const;
const AT_ONCE = 8;
/** migrate.test.ts rolls this one back too: it only added two tables. */
const LATEST = { migration: "115-listening", tables: ["heard_requests", "listeners"] } as const;

export interface Crossed {
  readonly transactions: number;
  readonly refused: readonly string[];
  readonly migratedMs: number;
  readonly slowestMs: number;
}

/**
 * Runs the latest migration once more during what the previous version's servers do without a pause: transactions that
 * take tables in every order under their lock, events that are claimed without it, and reads of two tables. Neither
 * they nor the migration may be refused, however PostgreSQL handles deadlocks.
 */
export async function crossed(cluster: Cluster): Promise<Crossed> {
  await cluster.asAdministrator("ascendia", async (client) => {
    const owner = ownerDatabase(client);
    for (const table of LATEST.tables) await sql`drop table ${sql.table(table)}`.execute(owner);
    await sql`delete from kysely_migration where name = ${LATEST.migration}`.execute(owner);
  });
  const stopping = new AbortController();
  const refused: string[] = [];
  const took: number[] = [];
  const crossing = Array.from({ length: AT_ONCE }, (_, first) =>
    cluster.asAdministrator("ascendia", async (client) => {
      await client.query(`set role ${FLEET_ROLE};set lock_timeout = '10s'`);
      for (let turn = first; !stopping.signal.aborted; turn += 1) {
        const began = performance.now();
        await client.query(`begin;${statements(first, turn)};commit`).catch(async (error: unknown) => {
          refused.push(String(error));
          await client.query("rollback");
        });
        took.push(performance.now() - began);
      }
    }),
  );
  const began = performance.now();
  const migrated = await openPostgres(cluster.url, { mode: "sandbox", ifMissing: "refuse", name: "the proof's" }).catch(
    (error: unknown) => void refused.push(`the migration: ${String(error)}`),
  );
  const migratedMs = performance.now() - began;
  stopping.abort();
  await Promise.all(crossing);
  await migrated?.close();
  return { transactions: took.length, refused, migratedMs, slowestMs: Math.max(...took) };
}

function statements(client: number, turn: number): string {
  const pair = [TABLES[turn % TABLES.length], TABLES[(turn * 3 + 1) % TABLES.length]];
  if (client % 4 === 3)
    return `select (select count(*) from ${pair[0]}), (select count(*) from ${pair[1]}), pg_sleep(0.003)`;
  const [isClaim, isReversed] = [client % 4 === 2, client % 2 === 1];
  const lock = isClaim ? "select 1" : `select pg_advisory_xact_lock_shared(${TRANSACTIONS})`;
  const tables = isClaim ? CLAIMED : isReversed ? pair.toReversed() : pair;
  return [lock, ...tables.map((table) => `lock table ${table} in row exclusive mode;select pg_sleep(0.003)`)].join(";");
}
