import { setTimeout as wait } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { causeCodeOf } from "./refusal.ts";
import { TRANSACTIONS } from "./session.ts";

/** How long callers may wait for one attempt: they are refused after ten seconds (pg-pool.ts). */
const ATTEMPT_MS = 1_000;
const AGAIN_MS = 10;

/**
 * Locks the tables one by one, all within half of `deadlock_timeout`, after which PostgreSQL ends one of two
 * transactions that wait for each other (postgresql.org/docs/current/runtime-config-locks.html). So a transaction that
 * waits for a table locked here outlasts the attempt. In order of name, like the code that claims an event:
 * `call_events` before `jobs`.
 */
const lockEveryTable = `do $$
declare
  held name;
  tried_until timestamptz := clock_timestamp()
    + (select setting::integer from pg_settings where name = 'deadlock_timeout') * interval '0.5 ms';
begin
  for held in
    select relname from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace order by relname
  loop
    perform set_config('lock_timeout',
      greatest(1, ceil(extract(epoch from tried_until - clock_timestamp()) * 1000))::text, true);
    execute format('lock table %I in access exclusive mode', held);
  end loop;
end $$`;

/**
 * Locks every table for this transaction before it changes any. Servers use the database meanwhile: a migration that
 * locked one table and waited for the next would deadlock with a transaction that took them in the opposite order, and
 * PostgreSQL would end one of the two. Transactions that take several tables in an order of their own begin with the
 * advisory lock taken first here. This function also waits for other users of a table, but too briefly for PostgreSQL
 * to end a transaction.
 * @throws transient (55P03) if the tables were not free in time: roll back and try again
 */
export async function holdTables(transaction: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = ${sql.lit(ATTEMPT_MS)}`.execute(transaction);
  await sql`select pg_advisory_xact_lock(${sql.lit(TRANSACTIONS)})`.execute(transaction);
  const deadline = performance.now() + ATTEMPT_MS;
  for (;;) {
    await sql`savepoint tables`.execute(transaction);
    try {
      await sql.raw(lockEveryTable).execute(transaction);
      return;
    } catch (error) {
      if (causeCodeOf(error) !== "55P03" || performance.now() > deadline) throw error;
    }
    await sql`rollback to savepoint tables`.execute(transaction);
    await wait(AGAIN_MS);
  }
}
