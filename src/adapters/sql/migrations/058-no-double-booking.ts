import { type Kysely, type Migration, sql } from "kysely";
import { isPostgres } from "./engine.ts";

/**
 * What the transactions see to in either engine, PostgreSQL refuses by itself: no doctor and no room is taken twice at
 * once. An expired hold of a call is removed before the next is made; an expired offer to a waitlisted patient stays.
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
