import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "./keep-statements.ts";

/** Opens a database that is there, for as long as the work takes. @param busyMs how long to wait for other processes */
export function usingFile<T>(path: string, busyMs: number, work: (connection: BetterSqlite3.Database) => T): T {
  const connection = keepStatements(new BetterSqlite3(path, { fileMustExist: true, timeout: busyMs }));
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}
