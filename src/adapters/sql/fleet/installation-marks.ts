import { DAY_MS } from "../../../clock.ts";
import { type Kysely, sql } from "kysely";
import { type ClockMarks, FARTHEST_DAYS } from "../../../domain/time/clock-guard.ts";
import { readMeta, writeMeta } from "../database.ts";
import type { FleetSchema, ServerRow } from "../schema.ts";
import { type ServerRole, type Servers, type ServerSign, FORGOTTEN_MS } from "../../../domain/fleet/servers.ts";
import { isPostgres } from "../migrations/engine.ts";

const CONFIRMED = "clock_seen";

const FARTHEST_MS = FARTHEST_DAYS * DAY_MS;

export class SqlClockMarks implements ClockMarks {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async confirmedAt(): Promise<number | null> {
    const value = await readMeta(this.#database, CONFIRMED);
    return value === undefined ? null : Number(value);
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
      await writeMeta(transaction, CONFIRMED, value);
      await bringBack(transaction, instant);
    });
  }
}

/** Otherwise jobs ordered, postponed or started while the clock was far ahead would wait for years. */
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

const ROLES: readonly ServerRole[] = ["web", "socket", "jobs"];

export class SqlServers implements Servers {
  readonly #fleet: Kysely<FleetSchema>;

  constructor(fleet: Kysely<FleetSchema>) {
    this.#fleet = fleet;
  }

  async list(): Promise<{ readonly signs: readonly ServerSign[]; readonly now: number }> {
    const rows = await this.#fleet.selectFrom("servers").selectAll().orderBy("host").orderBy("startedAt").execute();
    return { signs: rows.map((row) => toSign(row)), now: await databaseTime(this.#fleet) };
  }

  async seen({ roles, ...sign }: Omit<ServerSign, "seenAt" | "clockOffsetMs">): Promise<void> {
    const before = Date.now();
    const seenAt = await databaseTime(this.#fleet);
    const clockOffsetMs = Math.round((before + Date.now()) / 2 - seenAt);
    const row = { ...sign, role: roles.join(" "), seenAt, clockOffsetMs };
    await this.#fleet
      .insertInto("servers")
      .values(row)
      .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
      .execute();
    await this.#fleet
      .deleteFrom("servers")
      .where("seenAt", "<", seenAt - FORGOTTEN_MS)
      .execute();
  }

  async left(id: string): Promise<void> {
    await this.#fleet.deleteFrom("servers").where("id", "=", id).execute();
  }
}

function toSign({ role, ...row }: ServerRow): ServerSign {
  return { ...row, roles: ROLES.filter((one) => role.split(" ").includes(one)) };
}

/** SQLite has no clock but its machine's. */
async function databaseTime(fleet: Kysely<FleetSchema>): Promise<number> {
  if (!isPostgres(fleet)) return Date.now();
  const { rows } = await sql<{ readonly now: number }>`
    select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(fleet);
  return rows[0]?.now ?? Date.now();
}
