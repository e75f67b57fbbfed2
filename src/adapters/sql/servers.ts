import { type Kysely, sql } from "kysely";
import { FORGOTTEN_MS, type ServerRole, type Servers, type ServerSign } from "../../domain/fleet/servers.ts";
import { isPostgres } from "./migrations/engine.ts";
import type { FleetSchema, ServerRow } from "./schema.ts";

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

/** A file has no clock but its machine's. */
async function databaseTime(fleet: Kysely<FleetSchema>): Promise<number> {
  if (!isPostgres(fleet)) return Date.now();
  const { rows } = await sql<{ readonly now: number }>`
    select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(fleet);
  return rows[0]?.now ?? Date.now();
}
