import { sql } from "kysely";
import type { SqlDatabase } from "../sql/database.ts";

/** Counts changes of clinics for caches; taken back, it would vouch for what they kept meanwhile. */
const KEPT_TABLES = new Set(["clinicRevisions", "clinic_revisions"]);

/**
 * Takes back everything that was written since, on a database that is thrown away anyway. Temporary triggers keep every
 * row as it was before a write (after sqlite.org/undoredo.html), so undoing costs what was written and not what the
 * copy holds. Its statements are few and always the same, as the connection keeps what it has prepared.
 */
export interface UndoLog {
  undo(): Promise<void>;
}

export async function undoLog(database: SqlDatabase): Promise<UndoLog> {
  const tables = await tablesOf(database);
  await runAll(database.fleet, [
    "create temp table undo_state (noting integer not null)",
    "insert into undo_state values (1)",
  ]);
  for (const table of tables) await runAll(database.fleet, notingStatements(table));
  return { undo: () => undo(database, tables) };
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

/** A shadow of the table with the rows as they were; `undo_existed` is 0 where the write added the row. */
function notingStatements({ name, columns }: WrittenTable): readonly string[] {
  const table = quoted(name);
  const shadow = shadowOf(name);
  const listed = columns.map(quoted).join(", ");
  const old = columns.map((column) => `old.${quoted(column)}`).join(", ");
  const trigger = (event: string, note: string) =>
    `create temp trigger ${quoted(`undo_${event}_${name}`)} after ${event} on main.${table}
     when (select noting from undo_state) = 1 begin ${note}; end`;
  const before = `insert into ${shadow} (undo_row, undo_existed, ${listed}) values (old.rowid, 1, ${old})`;
  return [
    `create temp table ${shadow} (undo_position integer primary key, undo_row integer not null, undo_existed integer not null, ${listed})`,
    trigger("insert", `insert into ${shadow} (undo_row, undo_existed) values (new.rowid, 0)`),
    trigger("update", before),
    trigger("delete", before),
  ];
}

/** Every row that was touched goes, and comes back as it was at the first touch, if it was there at all. */
function undoingStatements({ name, columns }: WrittenTable): readonly string[] {
  const table = `main.${quoted(name)}`;
  const shadow = shadowOf(name);
  const listed = columns.map(quoted).join(", ");
  return [
    `delete from ${table} where rowid in (select undo_row from ${shadow})`,
    `insert into ${table} (rowid, ${listed}) select undo_row, ${listed} from ${shadow} where undo_existed = 1
     and undo_position in (select min(undo_position) from ${shadow} group by undo_row)`,
    `delete from ${shadow}`,
  ];
}

async function undo({ fleet }: SqlDatabase, tables: readonly WrittenTable[]): Promise<void> {
  const { rows } = await sql
    .raw<{ readonly name: string }>(
      tables
        .map(({ name }) => `select '${name}' as name where exists (select 1 from ${shadowOf(name)})`)
        .join(" union all "),
    )
    .execute(fleet);
  const touched = tables.filter(({ name }) => rows.some((row) => row.name === name));
  if (touched.length === 0) return;
  await fleet.transaction().execute(async (transaction) => {
    // References are checked at the end: tables come back one after the other.
    await runAll(transaction, ["pragma defer_foreign_keys = on", "update undo_state set noting = 0"]);
    for (const table of touched) await runAll(transaction, undoingStatements(table));
    await runAll(transaction, ["update undo_state set noting = 1"]);
  });
}

async function runAll(fleet: SqlDatabase["fleet"], statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(fleet);
}

function shadowOf(name: string): string {
  return quoted(`undo_${name}`);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
