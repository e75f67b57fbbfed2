import { existsSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import type { Child, Ended } from "./child.ts";

/** A line of the journal that another process is writing. */
export interface JournalPoint {
  readonly step: string;
  readonly state: "intended" | "done";
}

/**
 * Kills the process once the journal has that line. Locks the database first, so that the process stops at its next
 * write; otherwise it would often be past the point, or finished, when the signal arrives.
 */
export async function killAt(point: JournalPoint, file: string, child: Child): Promise<Ended> {
  const fate: { ended?: Ended } = {};
  void child.ended.then((ended) => Object.assign(fate, { ended }));
  let database: BetterSqlite3.Database | undefined;
  try {
    for (;;) {
      if (fate.ended !== undefined) return fate.ended;
      database ??= existsSync(file) ? keepStatements(new BetterSqlite3(file, { timeout: 0 })) : undefined;
      if (database !== undefined && hasLine(database, point)) {
        lock(database);
        child.kill();
        return await child.ended;
      }
      await turn();
    }
  } finally {
    database?.close();
  }
}

/** Checks many times per turn, because a step of the store takes less than a millisecond. */
function hasLine(database: BetterSqlite3.Database, { step, state }: JournalPoint): boolean {
  return whileBusy(() => {
    const line = database.prepare<[string, string]>("select 1 from journal where step = ? and state = ?");
    for (let look = 0; look < 50; look += 1) if (line.get(step, state) !== undefined) return true;
    return false;
  }, false);
}

function lock(database: BetterSqlite3.Database): void {
  whileBusy(() => void database.exec("begin immediate"), undefined);
}

/** Before the first migration there is no journal, and while the other process writes there may be no lock. */
function whileBusy<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError) return otherwise;
    throw error;
  }
}
