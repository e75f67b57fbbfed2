import { existsSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../sqlite/keep-statements.ts";

/**
 * Uses neither the query builder nor migrations, because a person is waiting at a keyboard. Only reads the file, and
 * never creates it.
 */
export function readClinicSlugs(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  // Not `readonly`: such a connection leaves the files of the write-ahead log behind.
  const connection = keepStatements(new BetterSqlite3(path, { fileMustExist: true, timeout: 100 }));
  try {
    connection.exec("pragma query_only = ON");
    return connection.prepare<[], string>("select slug from clinics order by slug").pluck().all();
  } finally {
    connection.close();
  }
}
