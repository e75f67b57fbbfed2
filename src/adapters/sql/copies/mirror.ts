import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../sqlite/keep-statements.ts";
import type { StoredRow } from "./table-rows.ts";

/** How one table changed since the mirror was last like its source. */
export interface TableChange {
  readonly table: string;
  /** The columns that name a row; none: `rows` are all that the table holds. */
  readonly keys: readonly string[];
  /** The keys of rows that are gone, or are among `rows` with other values. */
  readonly removed: readonly StoredRow[];
  readonly rows: readonly StoredRow[];
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly keys: readonly string[];
}

/** Writers wait up to ten seconds for the lock; so does whoever takes it from them. */
const BUSY_MS = 10_000;

/** What says that a database is an installation's: the copy gets it last. */
export const CLAIM = "mode";

/** Each row that is written draws a new one, so they are copied after all other tables. */
const REVISIONS = "clinic_revisions";

/**
 * A copy of an SQLite database in a file of its own, brought up to what the database has become meanwhile. Both are
 * compared row by row, so that no writer has to note what it writes, whatever its version.
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

  /** @returns what changed in the source, as it is at one moment, since the last time */
  catchUp(): readonly TableChange[] {
    const isHeld = this.#connection.inTransaction;
    if (!isHeld) this.#connection.exec("begin");
    const changes = this.#tables.map((table) => this.#changeOf(table)).filter((change) => change !== undefined);
    const written = changes.map((change) => this.#apply(change));
    if (!isHeld) this.#connection.exec("commit");
    return written;
  }

  /** Holds every other writer of the source until `release` or `giveUp`. */
  hold(): void {
    this.#connection.exec("begin immediate");
  }

  /** @param last writes to the source (`source.TABLE`) what is kept with the mirror's own state */
  release(last: (connection: BetterSqlite3.Database) => void): void {
    last(this.#connection);
    this.#connection.exec("commit");
  }

  giveUp(): void {
    if (this.#connection.inTransaction) this.#connection.exec("rollback");
  }

  /** The claim of the source, which the mirror itself lacks. */
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
