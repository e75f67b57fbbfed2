import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../sqlite/keep-statements.ts";

const LOOK_MS = 1000;
/** Each pass leaves what is committed meanwhile to the next; SQLite restarts the log once nothing is left. */
const MOST_PASSES = 3;

/** How many of the log's pages are in the database file (sqlite.org/pragma.html#pragma_wal_checkpoint). */
interface Progress {
  /** 1: another checkpoint is running. */
  readonly busy: number;
  readonly log: number;
  readonly checkpointed: number;
}

/**
 * Moves committed pages from the log into the database file, through a separate connection: a checkpoint waits for the
 * disk twice, and blocks no reader or writer meanwhile.
 * @returns a function that ends it
 */
export function keepLogShort(path: string): () => void {
  const connection = keepStatements(new BetterSqlite3(path, { fileMustExist: true, timeout: 0 }));
  const version = connection.prepare<[], number>("pragma data_version").pluck();
  const checkpoint = connection.prepare<[], Progress>("pragma wal_checkpoint(passive)");
  let seen: number | undefined;
  const look = (): void => {
    const found = version.get();
    if (found === seen) return;
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      const progress = checkpoint.get();
      if (progress?.busy !== 0 || progress.checkpointed < progress.log) continue;
      seen = found;
      return;
    }
  };
  const timer = setInterval(() => {
    try {
      look();
    } catch {
      // The file is busy, full or gone: the code that answers calls from it reports that.
    }
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    connection.close();
  };
}
