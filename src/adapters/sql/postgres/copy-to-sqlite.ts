import { type Kysely, sql } from "kysely";
import { newDatabase } from "../migrations/new-database.ts";
import type { FleetSchema } from "../schema.ts";
import { insertRows, pagesOf } from "../copies/table-rows.ts";

/**
 * Everything in PostgreSQL, as an SQLite database in memory: one read of each table, all from one state of the
 * database.
 */
export async function copyToSqlite(fleet: Kysely<FleetSchema>): Promise<Uint8Array> {
  const copy = await newDatabase();
  try {
    await sql`pragma foreign_keys = off`.execute(copy.fleet);
    // Revisions come last, because writing any row assigns one.
    const tables = await sql<{ readonly name: string }>`
      select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'
      order by name = 'clinic_revisions', name`.execute(copy.fleet);
    await fleet
      .transaction()
      .setIsolationLevel("repeatable read")
      .execute(async (source) => {
        for (const { name } of tables.rows) {
          await sql`delete from ${sql.table(name)}`.execute(copy.fleet);
          for await (const rows of pagesOf(source, name)) await insertRows(copy.fleet, name, rows);
        }
      });
    return copy.serialize();
  } finally {
    await copy.close();
  }
}
