import { Worker } from "node:worker_threads";
import { existsSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "./keep-statements.ts";
import { MIGRATIONS } from "./migrations/names.ts";
import { isDamage } from "./storage-error.ts";

/** Which installation the file belongs to, and the first damage found by reading all of it. */
export interface FileFindings {
  readonly installation: string | null;
  readonly damage: string | null;
}

/**
 * Reads every page through a connection of its own, so that nothing comes from another connection's cache.
 * @returns null: it could not be read just now, which says nothing about its contents
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

/** null: another program's file. "": of a version that gave installations no ids, as 0.1.0. */
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

/** Long enough to read a typical database whole, short enough for a probe that gives up after a second. */
const AWAITED_MS = 700;
/** A check takes at most this share of one core. */
const SHARE = 20;
const LEAST_PAUSE_MS = 1000;

/** Checks the file on demand, in a thread of its own. For a large file, it answers from the last finished check. */
export class DamageWatch {
  readonly #path: string;
  #last: FileFindings | undefined;
  #running: Promise<FileFindings | null> | undefined;
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(path: string) {
    this.#path = path;
  }

  /** undefined: no check has finished yet. */
  async findings(): Promise<FileFindings | undefined> {
    if (performance.now() >= this.#nextAt) this.#running ??= this.#check();
    if (this.#running === undefined) return this.#last;
    const patience = new AbortController();
    const late = wait(AWAITED_MS, undefined, { signal: patience.signal }).catch(() => undefined);
    const found = await Promise.race([this.#running, late]);
    patience.abort();
    return found ?? this.#last;
  }

  async #check(): Promise<FileFindings | null> {
    const begun = performance.now();
    const found = await inThread(this.#path);
    const took = performance.now() - begun;
    this.#last = found ?? this.#last;
    this.#running = undefined;
    this.#nextAt = performance.now() + Math.max(LEAST_PAUSE_MS, took * SHARE);
    return found;
  }
}

/** In this thread if the program is not bundled, as in its own tests. */
async function inThread(path: string): Promise<FileFindings | null> {
  const entry = fileURLToPath(new URL("./database-check-thread.cjs", import.meta.url));
  if (!existsSync(entry)) return damageIn(path);
  return new Promise((resolve) => {
    const worker = new Worker(entry, { workerData: path });
    worker.once("message", resolve);
    worker.once("error", () => resolve(null));
  });
}
