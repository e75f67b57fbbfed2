import { CompiledQuery, sql } from "kysely";
import type { SqlDatabase } from "../../adapters/sql/database.ts";

/** Counts changes of clinics for caches; if it were undone, it would vouch for what they cached meanwhile. */
const KEPT_TABLES = new Set(["clinicRevisions", "clinic_revisions"]);

/**
 * Undoes everything that was written since, on a database that is temporary anyway. Temporary triggers keep every row
 * as it was before a write (after sqlite.org/undoredo.html), so undoing costs what was written and not what the copy
 * holds. Its statements are few and always the same, because the connection keeps what it has prepared.
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
  return { undo: undoer(database, tables) };
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

interface Undoing {
  readonly name: string;
  /** Deletes every row that was touched. */
  readonly remove: CompiledQuery;
  /** Restores every row that existed, as it was at the first touch. */
  readonly bringBack: CompiledQuery;
  readonly forget: CompiledQuery;
}

function undoing({ name, columns }: WrittenTable): Undoing {
  const table = `main.${quoted(name)}`;
  const shadow = shadowOf(name);
  const listed = columns.map(quoted).join(", ");
  return {
    name,
    remove: CompiledQuery.raw(`delete from ${table} where rowid in (select undo_row from ${shadow})`),
    bringBack: CompiledQuery.raw(`insert into ${table} (rowid, ${listed})
     select undo_row, ${listed} from ${shadow} where undo_existed = 1
     and undo_position in (select min(undo_position) from ${shadow} group by undo_row)`),
    forget: CompiledQuery.raw(`delete from ${shadow}`),
  };
}

interface Touched {
  readonly name: string;
  /** Whether rows were changed or deleted, and not only added. */
  readonly changed: 0 | 1;
}

/** The tables written to since; run after every call, so it is compiled once. */
function touchedQuery(fleet: SqlDatabase["fleet"], tables: readonly WrittenTable[]): CompiledQuery<Touched> {
  const each = tables.map(({ name }) => {
    const shadow = shadowOf(name);
    const changed = `exists (select 1 from ${shadow} where undo_existed = 1)`;
    return `select '${name}' as name, ${changed} as changed where exists (select 1 from ${shadow})`;
  });
  return sql.raw<Touched>(each.join(" union all ")).compile(fleet);
}

const deferReferences = CompiledQuery.raw("pragma defer_foreign_keys = on");
const stopNoting = CompiledQuery.raw("update undo_state set noting = 0");
const goOnNoting = CompiledQuery.raw("update undo_state set noting = 1");

function undoer({ fleet }: SqlDatabase, tables: readonly WrittenTable[]): () => Promise<void> {
  const touchedTables = touchedQuery(fleet, tables);
  const known = new Map(tables.map((table) => [table.name, undoing(table)]));
  return async () => {
    const { rows } = await fleet.executeQuery(touchedTables);
    if (rows.length === 0) return;
    const undone = rows.flatMap(({ name, changed }) => {
      const { remove, bringBack, forget } = known.get(name) ?? {};
      return [remove, ...(changed === 1 ? [bringBack] : []), forget].filter((query) => query !== undefined);
    });
    await fleet.transaction().execute(async (transaction) => {
      // References are checked at the end: tables come back one after the other.
      for (const query of [deferReferences, stopNoting, ...undone, goOnNoting]) await transaction.executeQuery(query);
    });
  };
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
