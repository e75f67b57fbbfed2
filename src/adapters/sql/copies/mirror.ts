import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../sqlite/keep-statements.ts";
import type { StoredRow } from "./table-rows.ts";

/** How one table changed since the mirror last matched its source. */
export interface TableChange {
  readonly table: string;
  /** The primary key's columns. Empty: the table has no key, and `rows` is the whole table. */
  readonly keys: readonly string[];
  /** The keys of rows that were deleted, or that are in `rows` with new values. */
  readonly removed: readonly StoredRow[];
  readonly rows: readonly StoredRow[];
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly keys: readonly string[];
}

/** Writers wait up to ten seconds for the lock, so the mirror waits as long for them. */
const BUSY_MS = 10_000;

/** The `meta` key that makes a database an installation's: the copy gets it last. */
export const CLAIM = "mode";

/** Writing any row assigns a new revision, so revisions are copied after all other tables. */
const REVISIONS = "clinic_revisions";

/**
 * A copy of an SQLite database in its own file, brought up to date while the source is in use. The two are compared row
 * by row, so that no writer has to record its writes, whatever its version.
 */
export class Mirror {
  readonly #connection: BetterSqlite3.Database;
  readonly #tables: readonly Table[];

  constructor(copy: string, source: string) {
    this.#connection = keepStatements(new BetterSqlite3(copy, { fileMustExist: true, timeout: BUSY_MS }));
    this.#connection.exec("pragma foreign_keys = off; pragma synchronous = off");
    for (const trigger of this.#names("trigger")) this.#connection.exec(`drop trigger ${quoted(trigger)}`);
    this.#connection.prepare("attach ? as source").run(source);
    this.#tables = this.#names("table")
      .filter((name) => !/^(?:sqlite|kysely)_/u.test(name))
      .toSorted((one, other) => Number(one === REVISIONS) - Number(other === REVISIONS))
      .map((name) => this.#described(name));
    this.#connection.prepare(`delete from main.meta where key = ?`).run(CLAIM);
  }

  get tables(): readonly string[] {
    return this.#tables.map(({ name }) => name);
  }

  /** Reads one consistent state of the source. @returns what changed in the source since the last call */
  catchUp(): readonly TableChange[] {
    const isHeld = this.#connection.inTransaction;
    if (!isHeld) this.#connection.exec("begin");
    const changes = this.#tables.map((table) => this.#changeOf(table)).filter((change) => change !== undefined);
    const written = changes.map((change) => this.#apply(change));
    if (!isHeld) this.#connection.exec("commit");
    return written;
  }

  /** Blocks every other writer of the source until `release` or `giveUp`. */
  hold(): void {
    this.#connection.exec("begin immediate");
  }

  /** Commits and unblocks the writers. @param last writes to the source (`source.TABLE`) in the same commit */
  release(last: (connection: BetterSqlite3.Database) => void): void {
    last(this.#connection);
    this.#connection.exec("commit");
  }

  giveUp(): void {
    if (this.#connection.inTransaction) this.#connection.exec("rollback");
  }

  /** The source's claim, which the mirror itself does not contain. */
  claim(): string {
    const found: unknown = this.#connection.prepare("select value from source.meta where key = ?").pluck().get(CLAIM);
    return typeof found === "string" ? found : "";
  }

  count(table: string): number {
    const count: unknown = this.#connection
      .prepare(`select count(*) from main.${quoted(table)}`)
      .pluck()
      .get();
    return Number(count);
  }

  close(): void {
    this.#connection.close();
  }

  #names(type: "table" | "trigger"): readonly string[] {
    return this.#connection
      .prepare<[string], string>("select name from main.sqlite_schema where type = ?")
      .pluck()
      .all(type);
  }

  #described(name: string): Table {
    const columns = this.#connection
      .prepare<[], { readonly name: string; readonly pk: number }>(`pragma main.table_info(${quoted(name)})`)
      .all();
    const keys = columns.filter(({ pk }) => pk > 0).toSorted((one, other) => one.pk - other.pk);
    return { name, columns: columns.map((column) => column.name), keys: keys.map((key) => key.name) };
  }

  #changeOf({ name, columns, keys }: Table): TableChange | undefined {
    const [table, own] = [quoted(name), name === "meta" ? ` and here.key <> '${CLAIM}'` : ""];
    if (keys.length === 0) return this.#changeOfAll({ name, columns, keys });
    const same = keys.map((key) => `here.${quoted(key)} = there.${quoted(key)}`).join(" and ");
    const differs = columns.map((column) => `here.${quoted(column)} is not there.${quoted(column)}`).join(" or ");
    const rows = this.#rows(
      `select here.* from source.${table} here left join main.${table} there on ${same} where (${differs})${own}`,
    );
    const gone = this.#rows(
      `select ${keys.map((key) => `here.${quoted(key)}`).join(", ")} from main.${table} here
       where not exists (select 1 from source.${table} there where ${same})`,
    );
    if (rows.length + gone.length === 0) return undefined;
    return { table: name, keys, removed: [...gone, ...rows.map((row) => keyOf(row, keys))], rows };
  }

  #changeOfAll({ name, columns }: Table): TableChange | undefined {
    const [table, names] = [quoted(name), columns.map(quoted).join(", ")];
    const counted = (schema: string) => `select ${names}, count(*) from ${schema}.${table} group by ${names}`;
    const sides = [
      [counted("source"), counted("main")],
      [counted("main"), counted("source")],
    ];
    const isEqual = sides.every(([one, other]) => this.#rows(`${one} except ${other} limit 1`).length === 0);
    if (isEqual) return undefined;
    return { table: name, keys: [], removed: [], rows: this.#rows(`select * from source.${table}`) };
  }

  #rows(text: string): readonly StoredRow[] {
    return this.#connection.prepare<[], StoredRow>(text).all();
  }

  #apply(change: TableChange): TableChange {
    const { table, keys, removed, rows } = change;
    const where = keys.map((key) => `${quoted(key)} = ?`).join(" and ");
    if (keys.length === 0) this.#connection.exec(`delete from main.${quoted(table)}`);
    else {
      const remove = this.#connection.prepare(`delete from main.${quoted(table)} where ${where}`);
      for (const row of removed) remove.run(keys.map((key) => row[key]));
    }
    const columns = Object.keys(rows[0] ?? {});
    if (columns.length === 0) return change;
    const names = columns.map(quoted).join(", ");
    const places = columns.map(() => "?").join(", ");
    const add = this.#connection.prepare(`insert into main.${quoted(table)} (${names}) values (${places})`);
    for (const row of rows) add.run(columns.map((column) => row[column]));
    return change;
  }
}

function keyOf(row: StoredRow, keys: readonly string[]): StoredRow {
  return Object.fromEntries(keys.map((key) => [key, row[key]]));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
