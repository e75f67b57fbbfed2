import { type Kysely, type Migration, sql } from "kysely";
import { isPostgres } from "./engine.ts";

/**
 * PostgreSQL itself refuses what the transactions already prevent in either engine: no doctor or room is taken twice at
 * once. A call's expired hold is removed before its next one is made; an expired offer to a waitlisted patient stays.
 */
export const noDoubleBooking: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    if (!isPostgres(database)) return;
    await sql`create extension if not exists btree_gist`.execute(database);
    const tables = [
      ["appointments", sql`status in ('scheduled', 'confirmed')`],
      ["holds", sql`call_id is not null`],
    ] as const;
    for (const [table, occupies] of tables) {
      for (const taken of ["doctor", "room"]) {
        await sql`
          alter table ${sql.table(table)} add constraint ${sql.id(`${table}_of_${taken}_overlap`)} exclude using gist (
            clinic_id with =, ${sql.id(`${taken}_id`)} with =, int8range(blocked_from, blocked_to) with &&
          ) where (${occupies})`.execute(database);
      }
    }
  },
};
