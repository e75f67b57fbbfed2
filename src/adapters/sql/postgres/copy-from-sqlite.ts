import { type Kysely, sql } from "kysely";
import type { SqlDatabase } from "../database.ts";
import type { FleetSchema } from "../schema.ts";

type Fleet = Kysely<FleetSchema>;

/** Values that PostgreSQL takes in one statement: 65,535. */
const MOST_VALUES = 30_000;
const ROWS = 5_000;

/** Everything of an up-to-date SQLite database into a migrated one of PostgreSQL that nobody has claimed: all, or nothing. */
export async function copyFromSqlite(source: SqlDatabase, target: SqlDatabase): Promise<void> {
  await target.atomically(async () => {
    const fleet = target.fleet.withoutPlugins();
    for (const table of await inOrderOfReference(fleet)) await copyTable(table, source.fleet.withoutPlugins(), fleet);
  });
}

/** Tables after those that they refer to. Revisions come last: each row that is written draws one. */
async function inOrderOfReference(database: Fleet): Promise<readonly string[]> {
  const tables = await sql<{ readonly name: string }>`
    select relname as name from pg_class where relkind = 'r' and relname <> 'kysely_migration'
    and relnamespace = current_schema()::regnamespace order by relname = 'clinic_revisions', relname`.execute(database);
  const references = await sql<{ readonly from: string; readonly to: string }>`
    select distinct conrelid::regclass::text as from, confrelid::regclass::text as to
    from pg_constraint where contype = 'f' and conrelid <> confrelid`.execute(database);
  const ordered: string[] = [];
  const visit = (table: string): void => {
    if (ordered.includes(table)) return;
    for (const { from, to } of references.rows) if (from === table) visit(to);
    ordered.push(table);
  };
  for (const { name } of tables.rows) visit(name);
  return ordered;
}

async function copyTable(table: string, source: Fleet, target: Fleet): Promise<void> {
  await sql`delete from ${sql.table(table)}`.execute(target);
  for (let offset = 0; ; offset += ROWS) {
    const page = await sql<Readonly<Record<string, unknown>>>`
      select * from ${sql.table(table)} order by rowid limit ${sql.lit(ROWS)} offset ${sql.lit(offset)}`.execute(
      source,
    );
    const [first] = page.rows;
    if (first === undefined) return;
    const columns = Object.keys(first);
    const atOnce = Math.max(1, Math.floor(MOST_VALUES / columns.length));
    for (let from = 0; from < page.rows.length; from += atOnce) {
      const rows = page.rows.slice(from, from + atOnce);
      const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
      const names = sql.join(columns.map((column) => sql.id(column)));
      await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)}`.execute(target);
    }
    if (page.rows.length < ROWS) return;
  }
}
