import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../sqlite/keep-statements.ts";
import { MIGRATIONS } from "../migrations/names.ts";
import { isDamage } from "./storage-error.ts";

/** The installation that the file belongs to, and the first damage found by reading the whole file. */
export interface FileFindings {
  readonly installation: string | null;
  readonly damage: string | null;
}

/**
 * Reads every page through a new connection, so that nothing comes from another connection's cache.
 * @returns null: the file could not be read just now, which does not mean that it is damaged
 */
export function damageIn(path: string): FileFindings | null {
  let connection: BetterSqlite3.Database | undefined;
  try {
    connection = keepStatements(new BetterSqlite3(path, { fileMustExist: true, timeout: 1000 }));
    connection.exec("pragma query_only = ON");
    const [found] = connection.prepare<[], string>("pragma quick_check(1)").pluck().all();
    const damage = found === "ok" || found === undefined ? null : found;
    return { installation: installationIn(connection), damage };
  } catch (error) {
    return isDamage(error) ? { installation: null, damage: reasonOf(error) } : null;
  } finally {
    connection?.close();
  }
}

/** null: another program's file. "": written by a version that gave installations no ids, such as 0.1.0. */
function installationIn(connection: BetterSqlite3.Database): string | null {
  const named = "select count(*) from sqlite_schema where name in ('meta', 'kysely_migration')";
  if (connection.prepare<[], number>(named).pluck().get() !== 2) return null;
  const valueOf = connection.prepare<[string], string>("select value from meta where key = ?").pluck();
  const isMigrated = connection
    .prepare<[string], number>("select count(*) from kysely_migration where name = ?")
    .pluck()
    .get(MIGRATIONS[0]);
  return valueOf.get("installation_id") ?? (isMigrated === 1 ? "" : null);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
