import { setTimeout as wait } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { causeCodeOf } from "./refusal.ts";
import { TRANSACTIONS } from "./session.ts";

/** So long may callers wait for one attempt: they are refused after ten seconds (pg-pool.ts). */
const ATTEMPT_MS = 1_000;
const AGAIN_MS = 10;

/**
 * Every table, held for this transaction alone, before any of them is changed. Servers use the database meanwhile: a
 * migration that took one table, and waited for the next, would deadlock with a transaction that took them the other way
 * round, and PostgreSQL would end one of the two. So nothing is waited for while a table is held.
 * @throws transient (55P03) when they were not free in time: let go of everything, and try again
 */
export async function holdTables(transaction: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = ${sql.lit(ATTEMPT_MS)}`.execute(transaction);
  await sql`select pg_advisory_xact_lock(${sql.lit(TRANSACTIONS)})`.execute(transaction);
  const { rows } = await sql<{ readonly name: string }>`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace`.execute(transaction);
  const tables = sql.join(rows.map(({ name }) => sql.table(name)));
  const deadline = performance.now() + ATTEMPT_MS;
  for (;;) {
    await sql`savepoint tables`.execute(transaction);
    try {
      await sql`lock table ${tables} in access exclusive mode nowait`.execute(transaction);
      return;
    } catch (error) {
      if (causeCodeOf(error) !== "55P03" || performance.now() > deadline) throw error;
    }
    await sql`rollback to savepoint tables`.execute(transaction);
    await wait(AGAIN_MS);
  }
}
