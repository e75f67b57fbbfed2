import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type BetterSqlite3 from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { AscendiaError } from "../../errors.ts";
import type { DatabaseFile } from "./database-file.ts";
import { namesSettings } from "./settings-memory.ts";
import { damaged, isBusy, isDamage, storageError } from "./storage-error.ts";

/** Where the connection's data is stored; undefined for one in memory. */
export interface Storage {
  readonly path: string;
  readonly file: DatabaseFile;
}

interface ConnectionSettings {
  /** How commits are synced, except nonDurable ones; OFF applies to those too. */
  readonly synchronous: "FULL" | "OFF";
  readonly storage: Storage | undefined;
}

/** How long a statement waits for another process's write before it fails. */
const BUSY_DEADLINE_MS = 10_000;

/**
 * One better-sqlite3 connection for the whole process, used by one transaction at a time, in order of request. Unlike
 * Kysely's own driver it begins transactions IMMEDIATE (so that the conflict check and the write see one state), and
 * waits for a busy database with jitter and without blocking the event loop: SQLite's own busy handler starves writers
 * for seconds.
 */
export class SqliteConnectionDialect implements Dialect {
  readonly #driver: SharedDriver;

  constructor(database: BetterSqlite3.Database, settings: ConnectionSettings) {
    this.#driver = new SharedDriver(database, settings);
  }

  /** From now on nothing is read from the file: answers would come from its remains. */
  markDamaged(): void {
    this.#driver.markDamaged();
  }

  /** Runs the work with less patience for other processes' writes. */
  impatiently<T>(patienceMs: number, work: () => Promise<T>): Promise<T> {
    return this.#driver.impatiently(patienceMs, work);
  }

  /** The same connection for writes that a power cut may lose: see SqlDatabase.nonDurable. */
  nonDurable(): Dialect {
    return {
      createDriver: () => new RedoableDriver(this.#driver),
      createQueryCompiler: () => this.createQueryCompiler(),
      createAdapter: () => this.createAdapter(),
      createIntrospector: (database) => this.createIntrospector(database),
    };
  }

  ownWrites(): number {
    return this.#driver.ownWrites();
  }

  /** Counts the changes of settings; undefined while one is not committed. */
  settingsChanges(): number | undefined {
    return this.#driver.settingsChanges();
  }

  atomically<T>(work: () => Promise<T>): Promise<T> {
    return this.#driver.atomically(work);
  }

  undoable(): Promise<() => Promise<void>> {
    return this.#driver.undoable();
  }

  createDriver(): Driver {
    return this.#driver;
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new TransactionalDdlAdapter();
  }

  createIntrospector(database: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(database);
  }
}

/**
 * SQLite's DDL is transactional, although Kysely's adapter denies it: migrations run completely or not at all, one
 * process at a time.
 */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class SharedDriver implements Driver {
  readonly #database: BetterSqlite3.Database;
  readonly #connection: SqliteConnection;
  readonly #waiting: (() => void)[] = [];
  /** Set for everything done, however deep, within one `atomically`: it has the connection already. */
  readonly #whole = new AsyncLocalStorage<true>();
  readonly #patience = new AsyncLocalStorage<number>();
  #held = false;
  /** A transaction that is never committed is open. */
  #isUndoable = false;

  constructor(database: BetterSqlite3.Database, { synchronous, storage }: ConnectionSettings) {
    this.#database = database;
    this.#connection = new SqliteConnection(database, {
      isDurable: synchronous === "FULL",
      storage,
      patienceMs: () => this.#patience.getStore() ?? BUSY_DEADLINE_MS,
      stepAside: (ms) => this.#stepAside(ms),
    });
  }

  ownWrites(): number {
    return this.#connection.writes;
  }

  settingsChanges(): number | undefined {
    return this.#connection.settingsChanges();
  }

  markDamaged(): void {
    this.#connection.isDamaged = true;
  }

  impatiently<T>(patienceMs: number, work: () => Promise<T>): Promise<T> {
    return this.#patience.run(patienceMs, work);
  }

  async init(): Promise<void> {}

  /** Transactions that the work begins become savepoints of the outer one. */
  async atomically<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isInside()) return work();
    const connection = await this.acquireConnection();
    try {
      await this.beginTransaction(connection);
      const result = await this.#whole.run(true, work);
      await this.commitTransaction(connection);
      return result;
    } catch (error) {
      await this.rollbackTransaction(connection);
      throw error;
    } finally {
      await this.releaseConnection();
    }
  }

  #isInside(): boolean {
    return this.#whole.getStore() === true;
  }

  async acquireConnection(): Promise<SqliteConnection> {
    if (this.#isInside()) return this.#connection;
    if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#held = true;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    if (this.#isInside()) return;
    const next = this.#waiting.shift();
    if (next === undefined) this.#held = false;
    else next();
  }

  /** Lets others read while one waits for another process's write, because a caller must not wait for it. */
  async #stepAside(ms: number): Promise<void> {
    await this.releaseConnection();
    await wait(ms);
    await this.acquireConnection();
  }

  /** Everything from here on is one transaction, in which those of the product are savepoints. */
  async undoable(): Promise<() => Promise<void>> {
    const connection = await this.acquireConnection();
    await this.beginTransaction(connection);
    this.#isUndoable = true;
    await this.releaseConnection();
    return async () => {
      await this.acquireConnection();
      await connection.executeQuery(CompiledQuery.raw(ROLLBACK));
      await connection.executeQuery(CompiledQuery.raw(BEGIN));
      await this.releaseConnection();
    };
  }

  #isNested(): boolean {
    return this.#isUndoable || this.#isInside();
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#isNested() ? "savepoint inner" : BEGIN));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#isNested() ? "release inner" : "commit"));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isNested()) {
      await connection.executeQuery(CompiledQuery.raw("rollback to inner"));
      await connection.executeQuery(CompiledQuery.raw("release inner"));
      return;
    }
    if (this.#database.inTransaction) await connection.executeQuery(CompiledQuery.raw(ROLLBACK));
  }

  async destroy(): Promise<void> {
    this.#database.close();
  }
}

/** The shared driver, without waiting for the disk at the end of its transactions. */
class RedoableDriver implements Driver {
  readonly #shared: SharedDriver;

  constructor(shared: SharedDriver) {
    this.#shared = shared;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await this.#shared.acquireConnection();
    return {
      executeQuery: (query) => connection.executeQuery(query, "NORMAL"),
      streamQuery: () => connection.streamQuery(),
    };
  }

  releaseConnection(): Promise<void> {
    return this.#shared.releaseConnection();
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#shared.beginTransaction(connection);
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#shared.commitTransaction(connection);
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#shared.rollbackTransaction(connection);
  }

  async destroy(): Promise<void> {}
}

type Synchronous = "FULL" | "NORMAL";

const BEGIN = "begin immediate";
const ROLLBACK = "rollback";

interface ConnectionParts {
  /** Whether commits wait for the disk at all. */
  readonly isDurable: boolean;
  readonly storage: Storage | undefined;
  readonly patienceMs: () => number;
  readonly stepAside: (ms: number) => Promise<void>;
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: BetterSqlite3.Database;
  readonly #parts: ConnectionParts;
  #synchronous: Synchronous = "FULL";
  #settingsChanges = 0;
  #isChangingSettings = false;
  writes = 0;
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
   * @throws transient if another process locks the database for too long, or the disk is full; not_configured if the
   * file is gone, damaged or read-only
   */
  async executeQuery<Row>(query: CompiledQuery, synchronous: Synchronous = "FULL"): Promise<QueryResult<Row>> {
    const { storage, patienceMs } = this.#parts;
    if (this.isDamaged && storage !== undefined && query.sql !== ROLLBACK) throw damaged(storage.path);
    const deadline = performance.now() + patienceMs();
    for (let attempt = 0; ; attempt += 1) {
      try {
        this.#setSynchronous(synchronous);
        return this.#execute(query);
      } catch (error) {
        if (!isBusy(error)) throw this.#explained(error);
        if (performance.now() > deadline) throw tooBusy(error);
        const pause = Math.random() * Math.min(2 ** attempt, 25);
        await (this.#database.inTransaction ? wait(pause) : this.#parts.stepAside(pause));
      }
    }
  }

  // eslint-disable-next-line require-yield -- the product reads whole results; Kysely's interface asks for the method.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("streaming is not used");
  }

  /**
   * Before each statement that may begin a transaction, because others use the connection in between; within a
   * transaction it is fixed.
   */
  #setSynchronous(level: Synchronous): void {
    if (!this.#parts.isDurable || this.#synchronous === level || this.#database.inTransaction) return;
    this.#database.exec(`pragma synchronous = ${level}`);
    this.#synchronous = level;
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
    // What was read or committed counts only if it came from, or went to, the file at the path.
    if (!this.#database.inTransaction && query.sql !== ROLLBACK) this.assertInPlace(isRead ? "read" : "write");
    return result;
  }

  #noteWrite(sql: string): void {
    this.writes += 1;
    if (!namesSettings(sql)) return;
    this.#settingsChanges += 1;
    this.#isChangingSettings = true;
  }

  /** What was read of a change that is now committed or undone may be wrong. */
  #noteEnd(): void {
    if (!this.#isChangingSettings || this.#database.inTransaction) return;
    this.#settingsChanges += 1;
    this.#isChangingSettings = false;
  }

  /** undefined while a transaction is open that has changed some, and on a damaged file */
  settingsChanges(): number | undefined {
    this.#noteEnd();
    return this.#isChangingSettings || this.isDamaged ? undefined : this.#settingsChanges;
  }

  #explained(error: unknown): unknown {
    if (isDamage(error)) this.isDamaged = true;
    const { storage } = this.#parts;
    return storage === undefined ? error : storageError(error, storage.path);
  }
}

function tooBusy(cause: unknown): AscendiaError {
  return new AscendiaError("transient", "The database is busy: another process has been writing to it for too long.", {
    hint: "Try again; if it lasts, look for a program that holds the database open.",
    cause,
  });
}
