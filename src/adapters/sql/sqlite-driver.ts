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
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { BEGIN, ROLLBACK, SqliteConnection, type Storage } from "./sqlite-connection.ts";

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
