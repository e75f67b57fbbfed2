import BetterSqlite3 from "better-sqlite3";
import { AscendiaError } from "../../domain/errors.ts";

/** Turns the database's own refusal of a duplicate into a conflict that a person understands. */
export async function refusingDuplicates<T>(message: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError && DUPLICATE.has(error.code)) {
      throw new AscendiaError("conflict", message, { cause: error });
    }
    throw error;
  }
}

const DUPLICATE: ReadonlySet<string> = new Set(["SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"]);
