import BetterSqlite3 from "better-sqlite3";
import { AscendiaError } from "../../../errors.ts";
import { keepStatements } from "../../sqlite/keep-statements.ts";

export const MOVED_TO = "moved_to";

/** How the triggers' message begins, so that movedAway recognizes it. */
const SAID = "ascendia has moved to ";

const TRIGGERS = "moved_away_";

const BUSY_MS = 10_000;

/**
 * After the commit, every writer to the database is refused, in every process and of every version: the triggers are in
 * the file itself.
 * @param schema the name under which the connection has attached the database
 */
export function refuseWrites(connection: BetterSqlite3.Database, schema: string, to: string): void {
  connection.prepare(`insert into ${schema}.meta (key, value) values (?, ?)`).run(MOVED_TO, to);
  const said = `${SAID}${to}`.replaceAll("'", "''");
  const tables = connection
    .prepare<[], string>(`select name from ${schema}.sqlite_schema where type = 'table' and name not like 'sqlite_%'`)
    .pluck()
    .all();
  for (const table of tables) {
    for (const change of ["insert", "update", "delete"]) {
      connection.exec(
        `create trigger ${schema}."${TRIGGERS}${change}_${table}" before ${change} on "${table}"
         begin select raise(abort, '${said}'); end`,
      );
    }
  }
}

/** Where the installation in the file has moved; null: it has not moved. */
export function movedTo(path: string): string | null {
  return usingFile(path, BUSY_MS, (connection) => newPlaceIn(connection, path));
}

/** @throws not_configured if the file is not ascendia's */
function newPlaceIn(connection: BetterSqlite3.Database, path: string): string | null {
  const meta = connection.prepare("select 1 from sqlite_schema where type = 'table' and name = 'meta'").get();
  if (meta === undefined) {
    throw new AscendiaError("not_configured", `The database ${path} is empty or belongs to another program.`, {
      hint: "Name ascendia's database with --db sqlite:PATH.",
    });
  }
  const found: unknown = connection.prepare("select value from meta where key = ?").pluck().get(MOVED_TO);
  return typeof found === "string" ? found : null;
}

/** Lets the database be written to again. @returns where it had moved; null: it had not moved */
export function allowWrites(path: string): string | null {
  return usingFile(path, BUSY_MS, (connection) => {
    const to = newPlaceIn(connection, path);
    if (to === null) return null;
    connection
      .transaction(() => {
        const triggers = connection
          .prepare<[], string>(`select name from sqlite_schema where type = 'trigger' and name like '${TRIGGERS}%'`)
          .pluck()
          .all();
        for (const trigger of triggers) connection.exec(`drop trigger "${trigger}"`);
        connection.prepare("delete from meta where key = ?").run(MOVED_TO);
      })
      .immediate();
    return to;
  });
}

/** A refused write in an operator's words; undefined: it was refused for another reason. */
export function movedAway(error: InstanceType<typeof BetterSqlite3.SqliteError>): AscendiaError | undefined {
  if (error.code !== "SQLITE_CONSTRAINT_TRIGGER" || !error.message.startsWith(SAID)) return undefined;
  const to = error.message.slice(SAID.length);
  return new AscendiaError("transient", `Nothing is written here any more: the installation has moved to ${to}.`, {
    hint: "Set ASCENDIA_DATABASE_URL to that address and start again. To go back to this database: ascendia db:reopen.",
    cause: error,
  });
}

/** Opens an existing database while `work` runs. @param busyMs how long to wait for other processes */
export function usingFile<T>(path: string, busyMs: number, work: (connection: BetterSqlite3.Database) => T): T {
  const connection = keepStatements(new BetterSqlite3(path, { fileMustExist: true, timeout: busyMs }));
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}
