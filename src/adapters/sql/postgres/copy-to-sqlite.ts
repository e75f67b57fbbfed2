import { type Kysely, sql } from "kysely";
import { newDatabase } from "../new-database.ts";
import type { FleetSchema } from "../schema.ts";

/** Rows that are read, and values that are written, at once. */
const ROWS = 5_000;
const MOST_VALUES = 30_000;

/** Everything that PostgreSQL holds, in a database in memory: one read of each table, in one state of the database. */
export async function copyToSqlite(fleet: Kysely<FleetSchema>): Promise<Uint8Array> {
  const copy = await newDatabase();
  try {
    await sql`pragma foreign_keys = off`.execute(copy.fleet);
    const tables = await sql<{ readonly name: string }>`
      select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'
      order by name = 'clinic_revisions', name`.execute(copy.fleet);
    await fleet
      .transaction()
      .setIsolationLevel("repeatable read")
      .execute(async (source) => {
        for (const { name } of tables.rows) await copyTable(name, source, copy.fleet);
      });
    return copy.serialize();
  } finally {
    await copy.close();
  }
}

/** Revisions come last: each row that is written draws one. */
async function copyTable(table: string, source: Kysely<FleetSchema>, copy: Kysely<FleetSchema>): Promise<void> {
  await sql`delete from ${sql.table(table)}`.execute(copy);
  for (let offset = 0; ; offset += ROWS) {
    const page = await sql<Readonly<Record<string, unknown>>>`
      select * from ${sql.table(table)} order by ctid limit ${sql.lit(ROWS)} offset ${sql.lit(offset)}`.execute(
      source.withoutPlugins(),
    );
    const [first] = page.rows;
    if (first === undefined) return;
    const columns = Object.keys(first);
    const atOnce = Math.max(1, Math.floor(MOST_VALUES / columns.length));
    for (let from = 0; from < page.rows.length; from += atOnce) {
      const rows = page.rows
        .slice(from, from + atOnce)
        .map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
      const names = sql.join(columns.map((column) => sql.id(column)));
      await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(rows)}`.execute(copy.withoutPlugins());
    }
    if (page.rows.length < ROWS) return;
  }
}
