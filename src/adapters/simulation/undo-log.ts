import { sql } from "kysely";
import type { SqlDatabase } from "../sql/database.ts";

/** Counts changes of clinics for caches; taken back, it would vouch for what they kept meanwhile. */
const KEPT_TABLES = new Set(["clinicRevisions", "clinic_revisions"]);

/**
 * Takes back everything that was written since, on a database that is thrown away anyway. Temporary triggers note the
 * inverse of every write (sqlite.org/undoredo.html), so undoing costs what was written and not what the copy holds.
 */
export interface UndoLog {
  undo(): Promise<void>;
}

export async function undoLog(database: SqlDatabase): Promise<UndoLog> {
  const { fleet } = database;
  await sql`create temp table undo_log (position integer primary key, statement text not null)`.execute(fleet);
  for (const table of await tablesOf(database)) {
    for (const trigger of triggersOf(table)) await sql.raw(trigger).execute(fleet);
  }
  return { undo: () => undo(database) };
}

interface WrittenTable {
  readonly name: string;
  readonly columns: readonly string[];
}

async function tablesOf({ fleet }: SqlDatabase): Promise<readonly WrittenTable[]> {
  const { rows } = await sql<{ readonly name: string; readonly column: string }>`
    select t.name as name, c.name as "column" from main.sqlite_schema t, pragma_table_info(t.name) c
    where t.type = 'table' and t.name not like 'sqlite_%' and t.name not like 'kysely_%'
    order by t.name, c.cid`.execute(fleet);
  const names = [...new Set(rows.map(({ name }) => name))].filter((name) => !KEPT_TABLES.has(name));
  return names.map((name) => ({
    name,
    columns: rows.flatMap((row) => (row.name === name ? [row.column] : [])),
  }));
}

/** `old` as SQL text: quote() gives every value back exactly as a literal. */
function triggersOf({ name, columns }: WrittenTable): readonly string[] {
  const table = quoted(name);
  const values = columns.map((column) => `quote(old.${quoted(column)})`).join(` || ',' || `);
  const settings = columns.map((column) => `'${quoted(column)}=' || quote(old.${quoted(column)})`).join(` || ',' || `);
  const listed = columns.map(quoted).join(",");
  const on = (event: string, statement: string) =>
    `create temp trigger ${quoted(`undo_${event}_${name}`)} after ${event} on main.${table} ${noting(statement)}`;
  return [
    on("insert", `'delete from ${table} where rowid=' || new.rowid`),
    on("update", `'update ${table} set ' || ${settings} || ' where rowid=' || new.rowid`),
    on("delete", `'insert into ${table} (rowid,${listed}) values (' || old.rowid || ',' || ${values} || ')'`),
  ];
}

function noting(statement: string): string {
  return `begin insert into undo_log (statement) values (${statement}); end`;
}

async function undo({ fleet }: SqlDatabase): Promise<void> {
  await fleet.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ readonly statement: string }>`
      select statement from undo_log order by position desc`.execute(transaction);
    for (const { statement } of rows) await sql.raw(statement).execute(transaction);
    await sql`delete from undo_log`.execute(transaction);
  });
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
