import { type Kysely, sql } from "kysely";
import { type ClockMarks, FARTHEST_DAYS } from "../../domain/time/clock-guard.ts";
import type { FleetSchema } from "./schema.ts";

const CONFIRMED = "clock_seen";
const FARTHEST_MS = FARTHEST_DAYS * 86_400_000;

export class SqlClockMarks implements ClockMarks {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async confirmedAt(): Promise<number | null> {
    const row = await this.#database.selectFrom("meta").select("value").where("key", "=", CONFIRMED).executeTakeFirst();
    return row === undefined ? null : Number(row.value);
  }

  async newestRowUntil(instant: number): Promise<number | null> {
    const { rows } = await sql<{ newest: number | null }>`
      select max(at) as newest from (
        select max(received_at) as at from call_events where received_at <= ${instant}
        union all select max(updated_at) from calls where updated_at <= ${instant}
        union all select max(at) from audit where at <= ${instant}
        union all select max(created_at) from jobs where created_at <= ${instant}
        union all select max(created_at) from outbox where created_at <= ${instant}) as stored`.execute(this.#database);
    return rows[0]?.newest ?? null;
  }

  async confirm(instant: number): Promise<void> {
    const value = String(instant);
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto("meta")
        .values({ key: CONFIRMED, value })
        .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
        .execute();
      await bringBack(transaction, instant);
    });
  }
}

/** Jobs ordered, postponed or started while the clock was far ahead would wait for years. */
async function bringBack(database: Kysely<FleetSchema>, now: number): Promise<void> {
  const farAhead = now + FARTHEST_MS;
  await database
    .updateTable("jobs")
    .set({ dueAt: now, readyAt: now, createdAt: now })
    .where("state", "=", "waiting")
    .where((job) =>
      job.or([job("createdAt", ">", farAhead), job.and([job("attempts", ">", 0), job("dueAt", ">", farAhead)])]),
    )
    .execute();
  await database
    .updateTable("jobs")
    .set({ readyAt: now, leasedUntil: now })
    .where("state", "=", "running")
    .where("leasedUntil", ">", farAhead)
    .execute();
}
