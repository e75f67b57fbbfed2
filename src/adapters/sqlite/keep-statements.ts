import type BetterSqlite3 from "better-sqlite3";

const lastingDatabases = new Set<BetterSqlite3.Database>();

/**
 * Keeps a connection and every statement that it prepares until the process ends, one statement per SQL text. Caching
 * statements pays anyway, but here it is necessary: Node 24 aborts the process if the garbage collector frees a native
 * wrapper while no JavaScript runs ("RemoveEnvironmentCleanupHook … (env) != nullptr", node_object_wrap.h of 24.21).
 * For the same reason, settings go through `exec("pragma …")`: `pragma()` prepares a statement of its own.
 */
export function keepStatements(database: BetterSqlite3.Database): BetterSqlite3.Database {
  const statements = new Map<string, unknown>();
  const prepare = database.prepare.bind(database);
  const prepareOnce = (sql: string): unknown => {
    const kept = statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  Object.defineProperty(database, "prepare", { value: prepareOnce });
  lastingDatabases.add(database);
  return database;
}
