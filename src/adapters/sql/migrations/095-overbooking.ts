import { type Kysely, type Migration, sql } from "kysely";
import { isPostgres } from "./engine.ts";

/** Staff may double-book a doctor on purpose, with a reason. All other visits must not overlap. */
export const overbooking: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema.alterTable("appointments").addColumn("overbook_reason", "text").execute();
    for (const taken of ["doctor", "room"] as const) {
      await schema.dropIndex(`one_start_per_${taken}`).execute();
      await schema
        .createIndex(`one_start_per_${taken}`)
        .unique()
        .on("appointments")
        .columns(["clinic_id", `${taken}_id`, "starts_at"])
        .where(
          sql<boolean>`${sql.id(`${taken}_id`)} is not null and status in ('scheduled', 'confirmed') and overbook_reason is null`,
        )
        .execute();
      if (isPostgres(database)) await excludeOverlaps(database, taken);
    }
  },
};

async function excludeOverlaps(database: Kysely<unknown>, taken: "doctor" | "room"): Promise<void> {
  const name = sql.id(`appointments_of_${taken}_overlap`);
  await sql`alter table appointments drop constraint ${name}`.execute(database);
  await sql`
    alter table appointments add constraint ${name} exclude using gist (
      clinic_id with =, ${sql.id(`${taken}_id`)} with =, int8range(blocked_from, blocked_to) with &&
    ) where (status in ('scheduled', 'confirmed') and overbook_reason is null)`.execute(database);
}
