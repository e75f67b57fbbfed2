import { sql } from "kysely";
import { openPostgres } from "../../../src/adapters/sql/postgres/open-postgres.ts";
import { ownerDatabase } from "../../../src/adapters/sql/postgres/owner-connection.ts";
import { FLEET_ROLE } from "../../../src/adapters/sql/postgres/roles.ts";
import type { Cluster } from "../many-servers/cluster.ts";

const TABLES = ["clinics", "calls", "jobs", "call_events", "appointments", "doctors", "patients"] as const;
const AT_ONCE = 8;
/** What migrate.test.ts takes back, too: it added two tables and nothing else. */
const LATEST = { migration: "115-listening", tables: ["heard_requests", "listeners"] } as const;

export interface Crossed {
  readonly transactions: number;
  readonly refused: readonly string[];
  readonly migratedMs: number;
  readonly slowestMs: number;
}

/**
 * The latest migration once more, while transactions take the same tables in every order, as servers of the version
 * before do: neither they nor the migration may be refused, whatever PostgreSQL's way with deadlocks.
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
        const pair = [TABLES[turn % TABLES.length], TABLES[(turn * 3 + 1) % TABLES.length]];
        const [one, other] = first % 2 === 0 ? pair : pair.toReversed();
        const began = performance.now();
        const all = [one, other].map((table) => `lock table ${table} in row exclusive mode;select pg_sleep(0.003)`);
        await client.query(`begin;${all.join(";")};commit`).catch(async (error: unknown) => {
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
