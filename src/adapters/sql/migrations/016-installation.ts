import { randomUUID } from "node:crypto";
import { type Kysely, type Migration, sql } from "kysely";

/** The installation that a file belongs to, and the latest time at which its clocks were known to be right. */
export const installation: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`insert into meta (key, value) values ('installation_id', ${randomUUID()})`.execute(database);
    const { rows } = await sql<{ newest: number | null }>`
      select max(at) as newest from (
        select max(received_at) as at from call_events
        union all select max(at) from audit
        union all select max(created_at) from outbox) as stored`.execute(database);
    const newest = rows[0]?.newest ?? null;
    if (newest === null) return;
    await sql`insert into meta (key, value) values ('clock_seen', ${String(newest)})`.execute(database);
  },
};
