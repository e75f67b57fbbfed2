import { type Stats, existsSync, readdirSync, statSync, statfsSync, mkdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { AscendiaError } from "../../../errors.ts";
import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { makePrivateFile } from "../../sqlite/private-file.ts";
import { keepStatements } from "../../sqlite/keep-statements.ts";

/** With less free space, the next bookings would not fit: a booking writes about 40 kB to the log. */
const LEAST_FREE_BYTES = 256 * 1024;

/** Reads check the file at most this often; writes check it every time. */
const READ_INTERVAL_MS = 100;

interface Identity {
  readonly dev: number;
  readonly ino: number;
}

/** How to save data that only this process can still reach. */
interface Rescue {
  /** Copies the log, which is gone from the folder, into the database file. */
  log(): void;
  /** Writes the whole database back to its path, from which it is gone. */
  database(path: string): void;
}

/**
 * The database file at its path, and the log next to it. A process that has a file open can read and write it even
 * after it was removed or replaced; only the file's identity shows that an answer would come from a deleted file. This
 * class never opens the file: closing any descriptor of it would release SQLite's own locks on it (fcntl(2)).
 */
export class DatabaseFile {
  readonly #path: string;
  readonly #rescue: Rescue;
  #database: Identity | undefined;
  #log: Identity | undefined;
  #loss: AscendiaError | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  /** @param path of a database that is open and was read once, so that its log exists too */
  constructor(path: string, rescue: Rescue) {
    this.#path = path;
    this.#rescue = rescue;
    this.#database = identityOf(path);
    this.#log = identityOf(`${path}-wal`);
  }

  /** Call outside transactions. @throws not_configured once the file or its log is removed or replaced */
  assertInPlace(access: "read" | "write"): void {
    if (this.#loss !== undefined) throw this.#loss;
    const now = monotonicMs();
    if (access === "read" && now - this.#readAt < READ_INTERVAL_MS) return;
    this.#readAt = now;
    this.#loss = this.#lossNow();
    if (this.#loss !== undefined) throw this.#loss;
  }

  /** @throws transient if the file system has no room for further writes */
  assertRoom(): void {
    const { bavail, bsize } = statfsSync(dirname(this.#path));
    if (bavail * bsize >= LEAST_FREE_BYTES) return;
    throw new AscendiaError("transient", `The disk of the database ${this.#path} is full.`, {
      hint: "Free some space on it; no restart is needed.",
    });
  }

  #lossNow(): AscendiaError | undefined {
    const stats = statSync(this.#path, { throwIfNoEntry: false });
    if (stats === undefined) return this.#fileLost("removed");
    this.#database ??= stats;
    if (!isSame(this.#database, stats)) return this.#fileLost("replaced");
    if (stats.size === 0) return this.#fileLost("emptied");
    const log = identityOf(`${this.#path}-wal`);
    this.#log ??= log;
    return this.#log === undefined || isSame(this.#log, log) ? undefined : this.#logLost();
  }

  #fileLost(what: "removed" | "replaced" | "emptied"): AscendiaError {
    const copy = `${this.#path}.rescued-${process.pid}`;
    const kept =
      what !== "emptied" && succeeds(() => this.#rescue.database(copy))
        ? `What was stored before that is in ${copy}: `
        : "";
    return new AscendiaError(
      "not_configured",
      `The database file ${this.#path} was ${what} while it was open. It is no longer read or written.`,
      { hint: `${kept}put the right file in its place, then restart.` },
    );
  }

  /** Safe only while no other process has started its own log, which this would overwrite. */
  #logLost(): AscendiaError {
    const isOthers = (statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
    const isKept = !isOthers && succeeds(() => this.#rescue.log());
    return new AscendiaError(
      "not_configured",
      `The log of the database, ${this.#path}-wal, was removed while it was open. Nothing further is stored.`,
      {
        hint: isKept
          ? "What it held was written to the database first. Restart; do not remove files next to an open database."
          : "What it held may be lost. Restart, and compare with a backup.",
      },
    );
  }
}

/** Checks the installation's database before it is opened. @throws not_configured if there is none to open */
export function assertDatabaseAt(path: string): void {
  const stats = foundAt(path);
  if (stats !== undefined && stats.size > 0) return;
  const traces = stats === undefined ? tracesOf(path) : [];
  throw new AscendiaError(
    "not_configured",
    stats === undefined ? `There is no database at ${path}.` : `The database ${path} is empty: it has 0 bytes.`,
    { hint: stats === undefined && traces.length === 0 ? firstStep : restoreFrom(traces) },
  );
}

const firstStep =
  "Start with ascendia agent:create, agent:adopt AGENT_ID, clinic:onboard or demo, or name the database with --db sqlite:PATH.";

function restoreFrom(traces: readonly string[]): string {
  const found = traces.length === 0 ? "" : ` These files of it are still there: ${traces.join(", ")}.`;
  return `Restore it from a backup.${found} To start with a new database, move away every file whose name starts with the database's name.`;
}

/** A new database may be created only if no trace of an earlier one exists. @throws not_configured, naming the trace */
export function assertNothingAt(path: string): void {
  if (foundAt(path) === undefined && tracesOf(path).length === 0) return;
  assertDatabaseAt(path);
}

function foundAt(path: string): Stats | undefined {
  try {
    return identityOf(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AscendiaError("not_configured", `The database ${path} cannot be reached: ${reason}.`, {
      hint: "Check the path and the permissions of its folder, or name another database with --db sqlite:PATH.",
      cause: error,
    });
  }
}

/** Traces of a lost database: its log, its installation id, or a server's rescue copy. */
function tracesOf(path: string): readonly string[] {
  if (!existsSync(dirname(path))) return [];
  const name = basename(path);
  return readdirSync(dirname(path))
    .filter((file) => [`${name}-wal`, `${name}.id`].includes(file) || file.startsWith(`${name}.rescued-`))
    .toSorted();
}

function identityOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function isSame(one: Identity, other: Identity | undefined): boolean {
  return other !== undefined && one.ino === other.ino && one.dev === other.dev;
}

function succeeds(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

/** Replaces `performance.now()`, for which Node would load and run `perf_hooks` at every start. */
function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

const PATIENCE_MS = 30_000;

/**
 * Runs `work` while no other process holds the lock of that file. The lock is SQLite's, on an empty database, so the
 * operating system releases it however the process ends.
 * @throws transient if another process holds it for half a minute
 */
export async function withProcessLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Otherwise SQLite would make it readable by other users.
  makePrivateFile(path);
  const lock = keepStatements(new BetterSqlite3(path, { timeout: 0 }));
  try {
    const deadline = performance.now() + PATIENCE_MS;
    while (!taken(lock)) {
      if (performance.now() > deadline) throw inUse();
      await wait(20 + Math.random() * 80);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function taken(lock: BetterSqlite3.Database): boolean {
  try {
    lock.exec("begin exclusive");
    return true;
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith("SQLITE_BUSY")) return false;
    throw error;
  }
}

function inUse(): AscendiaError {
  return new AscendiaError("transient", "Another ascendia process is creating or onboarding with this database.", {
    hint: "Wait for it to end (it may be waiting for an answer at its terminal), then run the same command again.",
  });
}
