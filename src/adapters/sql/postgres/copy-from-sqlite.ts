import { type Kysely, sql } from "kysely";
import { AscendiaError } from "../../../errors.ts";
import type { SqlDatabase } from "../database.ts";
import type { FleetSchema } from "../schema.ts";
import { contentsOfTables, differences, insertRows, pagesOf } from "../copies/table-rows.ts";

type Fleet = Kysely<FleetSchema>;

/**
 * Copies an up-to-date SQLite database into a migrated PostgreSQL database that is not claimed: everything, or nothing.
 * @param confirm is called last: if it rejects, nothing is written
 * @throws conflict if the target was claimed in the meantime; failed if the contents differ afterwards
 */
export async function copyFromSqlite(
  source: SqlDatabase,
  target: SqlDatabase,
  confirm: () => Promise<void>,
): Promise<void> {
  await target.atomically(async () => {
    const { fleet } = target;
    const claimed = await fleet.selectFrom("meta").select("value").where("key", "=", "mode").executeTakeFirst();
    if (claimed !== undefined) throw new AscendiaError("conflict", "The database now contains an installation.");
    for (const table of await inOrderOfReference(fleet.withoutPlugins())) {
      await sql`delete from ${sql.table(table)}`.execute(fleet.withoutPlugins());
      for await (const rows of pagesOf(source.fleet, table)) await insertRows(fleet, table, rows);
    }
    const unequal = differences(await contentsOfTables(source.fleet), await contentsOfTables(fleet));
    if (unequal.length > 0) {
      throw new AscendiaError("failed", `PostgreSQL has other rows afterwards: ${unequal.join(", ")}.`, {
        hint: "Nothing was kept. Check that the encoding of the database is UTF8.",
      });
    }
    await confirm();
  });
}

/** Each table after the tables that it refers to. Revisions come last, because writing any row assigns one. */
export async function inOrderOfReference(database: Fleet): Promise<readonly string[]> {
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
