import { setTimeout as wait } from "node:timers/promises";
import type BetterSqlite3 from "better-sqlite3";
import type { CompiledQuery, QueryResult } from "kysely";
import { AscendiaError } from "../../../errors.ts";
import type { DatabaseFile } from "./database-file.ts";
import { type MemoryKind, OwnChanges, kindsNamed } from "../database.ts";
import { damaged, isBusy, isDamage, storageError } from "./storage-error.ts";

/** Where the connection's data is stored; undefined for a database in memory. */
export interface Storage {
  readonly path: string;
  readonly file: DatabaseFile;
}

export const BEGIN = "begin immediate";

export const COMMIT = "commit";

export const ROLLBACK = "rollback";

/** Statements that cannot run inside an open transaction. */
const STANDS_ALONE = /^(?:begin|vacuum|pragma wal_checkpoint)\b/u;

interface ConnectionParts {
  readonly storage: Storage | undefined;
  readonly patienceMs: () => number;
  /** Commits the open group of other users' writes. */
  readonly commitGroup: () => void;
  readonly stepAside: (ms: number) => Promise<void>;
}

/** The only connection: waits for a busy database, notes writes, and refuses a file that is damaged or gone. */
export class SqliteConnection {
  readonly #database: BetterSqlite3.Database;
  readonly #parts: ConnectionParts;
  readonly #changes: Readonly<Record<MemoryKind, OwnChanges>> = {
    settings: new OwnChanges(),
    calendars: new OwnChanges(),
    appointments: new OwnChanges(),
  };
  /** The kinds that the open transaction has changed. */
  readonly #changing = new Set<MemoryKind>();
  /** The number of transactions begun. */
  transactions = 0;
  isDamaged = false;

  constructor(database: BetterSqlite3.Database, parts: ConnectionParts) {
    this.#database = database;
    this.#parts = parts;
  }

  /** @throws not_configured once the file at the path is gone or replaced */
  assertInPlace(access: "read" | "write"): void {
    this.#parts.storage?.file.assertInPlace(access);
  }

  /**
   * @param isShared for a `begin`: a transaction that other users of the connection began meanwhile is enough
   * @throws transient if another process locks the database for too long, or the disk is full; not_configured if the
   * file is gone, damaged or read-only
   */
  async executeQuery<Row>(query: CompiledQuery, isShared = false): Promise<QueryResult<Row>> {
    const { patienceMs } = this.#parts;
    this.#assertSound(query);
    let deadline: number | undefined;
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (this.#isBegunByOthers(query)) {
          if (isShared) return { rows: [] };
          this.#parts.commitGroup();
        }
        return this.#execute(query);
      } catch (error) {
        if (!isBusy(error)) throw this.#explained(error);
        deadline ??= performance.now() + patienceMs();
        if (performance.now() > deadline) throw tooBusy(error);
        const pause = Math.random() * Math.min(2 ** attempt, 25);
        await (this.#database.inTransaction ? wait(pause) : this.#parts.stepAside(pause));
      }
    }
  }

  #assertSound({ sql }: CompiledQuery): void {
    const { storage } = this.#parts;
    if (this.isDamaged && storage !== undefined && sql !== ROLLBACK) throw damaged(storage.path);
  }

  /** While this statement waits for another process, other users may have begun a transaction. */
  #isBegunByOthers({ sql }: CompiledQuery): boolean {
    return this.#database.inTransaction && STANDS_ALONE.test(sql);
  }

  isRead(sql: string): boolean {
    const statement = this.#database.prepare<unknown[], never>(sql);
    return statement.readonly && statement.reader;
  }

  /** Runs at once, because no statement inside a transaction meets a busy database. @throws like executeQuery */
  executeWithin<Row>(query: CompiledQuery): QueryResult<Row> {
    this.#assertSound(query);
    return this.execute(query);
  }

  /** The same for statements that end a transaction or part of one, which also run on a damaged file. */
  execute<Row>(query: CompiledQuery): QueryResult<Row> {
    try {
      return this.#execute(query);
    } catch (error) {
      throw this.#explained(error);
    }
  }

  #execute<Row>(query: CompiledQuery): QueryResult<Row> {
    // Rows are typed by Kysely from the schema, not here.
    const statement = this.#database.prepare<unknown[], never>(query.sql);
    const isRead = statement.readonly && statement.reader;
    if (!isRead) this.#noteWrite(query.sql);
    if (!isRead && !this.#database.inTransaction && query.sql !== ROLLBACK) this.assertInPlace("write");
    const result: QueryResult<Row> = statement.reader
      ? { rows: statement.all(...query.parameters) }
      : { rows: [], numAffectedRows: BigInt(statement.run(...query.parameters).changes) };
    if (!isRead) this.#noteEnd();
    // A read or commit counts only if the file at the path is still the open one.
    if (!this.#database.inTransaction && query.sql !== ROLLBACK) this.assertInPlace(isRead ? "read" : "write");
    return result;
  }

  get isInTransaction(): boolean {
    return this.#database.inTransaction;
  }

  #noteWrite(sql: string): void {
    if (sql === BEGIN) this.transactions += 1;
    for (const kind of kindsNamed(sql)) {
      if (this.#changing.has(kind)) continue;
      this.#changes[kind].begin();
      this.#changing.add(kind);
    }
  }

  /** Once a change is committed or rolled back, what was read during it may be wrong. */
  #noteEnd(): void {
    if (this.#changing.size === 0 || this.#database.inTransaction) return;
    for (const kind of this.#changing) this.#changes[kind].end();
    this.#changing.clear();
  }

  /** undefined while the open transaction has changes of this kind, and on a damaged file */
  changes(kind: MemoryKind): number | undefined {
    this.#noteEnd();
    return this.isDamaged ? undefined : this.#changes[kind].count();
  }

  #explained(error: unknown): unknown {
    if (isDamage(error)) this.isDamaged = true;
    const { storage } = this.#parts;
    return storage === undefined ? error : storageError(error, storage.path);
  }
}

export function tooBusy(cause: unknown): AscendiaError {
  return new AscendiaError("transient", "The database is busy: another process has been writing to it for too long.", {
    hint: "Try again; if it lasts, look for a program that holds the database open.",
    cause,
  });
}
