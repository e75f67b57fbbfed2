import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type BetterSqlite3 from "better-sqlite3";
import {
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { type FlushFile, LogSync } from "./log-sync.ts";
import { CommitGroup } from "./commit-group.ts";
import { LoopShare } from "./loop-share.ts";
import type { MemoryKind } from "../database.ts";
import { type Storage, BEGIN, COMMIT, ROLLBACK, SqliteConnection } from "./sqlite-connection.ts";
import { type LeasePorts, Lease } from "./sqlite-lease.ts";

interface ConnectionSettings {
  /** Whether commits wait for the disk, except nonDurable ones. */
  readonly isDurable: boolean;
  readonly storage: Storage | undefined;
  readonly flush?: FlushFile | undefined;
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

  /** After this, nothing is read from the file, because answers would come from damaged data. */
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

  /** Runs `work` while no transaction is open and no write is uncommitted. */
  whileIdle<T>(work: () => T): Promise<T> {
    return this.#driver.whileIdle(work);
  }

  /** Resolves once every write whose user waits for the disk is on it. */
  settled(): Promise<void> {
    return this.#driver.settled();
  }

  /** The number of transactions begun. No other connection can write while one is open. */
  transactions(): number {
    return this.#driver.transactions();
  }

  /** Counts the changes of that kind; undefined while one is uncommitted. */
  changes(kind: MemoryKind): number | undefined {
    return this.#driver.changes(kind);
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
    return compiler;
  }

  createAdapter(): DialectAdapter {
    return adapter;
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

// A view of the database is created for every use of a clinic's stores, so views share these stateless objects.
const compiler = new SqliteQueryCompiler();
const adapter = new TransactionalDdlAdapter();

// Each AsyncLocalStorage slows every promise of the process, so all databases share these two.

/** The drivers whose `atomically` encloses the current code, at any depth: it already has their connections. */
const whole = new AsyncLocalStorage<ReadonlySet<SharedDriver>>();
const patience = new AsyncLocalStorage<ReadonlyMap<SharedDriver, number>>();

class SharedDriver implements Driver {
  readonly #database: BetterSqlite3.Database;
  readonly #connection: SqliteConnection;
  readonly #waiting: (() => void)[] = [];
  readonly #log: LogSync | undefined;
  readonly #direct: LeasePorts;
  readonly #usual: LeasePorts;
  /** undefined if commits never wait for a disk. */
  readonly #group: CommitGroup | undefined;
  #held = false;
  /** Whether a transaction is open that is never committed. */
  #isUndoable = false;

  constructor(database: BetterSqlite3.Database, { isDurable, storage, flush }: ConnectionSettings) {
    this.#database = database;
    this.#log = isDurable && storage !== undefined ? new LogSync(`${storage.path}-wal`, flush) : undefined;
    this.#connection = new SqliteConnection(database, {
      storage,
      patienceMs: () => patience.getStore()?.get(this) ?? BUSY_DEADLINE_MS,
      commitGroup: () => this.#group?.commit(),
      stepAside: (ms) => this.#stepAside(ms),
    });
    this.#direct = {
      connection: this.#connection,
      take: () => this.#take(),
      give: () => this.#give(),
      share: new LoopShare(),
    };
    this.#usual = this.#direct;
    if (this.#log === undefined) return;
    this.#group = new CommitGroup({
      connection: this.#connection,
      isHeld: () => this.#held,
      sync: () => this.#sync(),
    });
    this.#usual = { ...this.#direct, group: this.#group };
  }

  async #sync(): Promise<void> {
    await this.#log?.sync().catch((error: unknown) => {
      this.markDamaged();
      throw error;
    });
  }

  async settled(): Promise<void> {
    await this.#group?.settled();
    await this.#log?.settled();
  }

  async whileIdle<T>(work: () => T): Promise<T> {
    if (this.#isInside()) return work();
    const lease = await this.#alone();
    try {
      return work();
    } finally {
      lease.release();
    }
  }

  transactions(): number {
    return this.#connection.transactions;
  }

  changes(kind: MemoryKind): number | undefined {
    return this.#connection.changes(kind);
  }

  markDamaged(): void {
    this.#connection.isDamaged = true;
  }

  impatiently<T>(patienceMs: number, work: () => Promise<T>): Promise<T> {
    return patience.run(new Map(patience.getStore()).set(this, patienceMs), work);
  }

  async init(): Promise<void> {}

  /** Transactions that `work` begins become savepoints of the outer one. */
  async atomically<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isInside()) return work();
    const result = await this.#inOneTransaction(work);
    await this.#sync();
    return result;
  }

  async #inOneTransaction<T>(work: () => Promise<T>): Promise<T> {
    const connection = await this.#alone();
    try {
      await this.beginTransaction(connection);
      const result = await whole.run(new Set(whole.getStore()).add(this), work);
      await this.commitTransaction(connection);
      return result;
    } catch (error) {
      await this.rollbackTransaction(connection);
      throw error;
    } finally {
      connection.release();
    }
  }

  /** A lease whose transaction no other user shares. */
  async #alone(): Promise<Lease> {
    await this.#take();
    this.#group?.commit();
    return new Lease(this.#direct, false);
  }

  #isInside(): boolean {
    return whole.getStore()?.has(this) === true;
  }

  acquireConnection(): Promise<Lease> {
    return this.lease(true);
  }

  /** @param isDurable whether its commits wait for the disk, if there is one */
  async lease(isDurable: boolean): Promise<Lease> {
    if (this.#isInside()) return new Lease({ ...this.#direct, take: async () => {}, give: () => {} }, false);
    await this.#take();
    return new Lease(this.#isUndoable ? this.#direct : this.#usual, isDurable);
  }

  async #take(): Promise<void> {
    if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#held = true;
  }

  #give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#held = false;
      this.#group?.commitDue();
      return;
    }
    this.#group?.commitOverdue();
    next();
  }

  async releaseConnection(lease: DatabaseConnection): Promise<void> {
    if (!(lease instanceof Lease)) throw new Error("only what acquireConnection gave can be released");
    lease.release();
  }

  /** Lets other users read during a wait for another process's write, because a caller must not wait for that. */
  async #stepAside(ms: number): Promise<void> {
    if (this.#isInside()) return wait(ms);
    this.#give();
    await wait(ms);
    await this.#take();
  }

  /** After this, everything is one transaction, in which the product's transactions are savepoints. */
  async undoable(): Promise<() => Promise<void>> {
    const connection = await this.#alone();
    await this.beginTransaction(connection);
    this.#isUndoable = true;
    connection.release();
    return async () => {
      const again = await this.acquireConnection();
      await again.executeQuery(CompiledQuery.raw(ROLLBACK));
      await again.executeQuery(CompiledQuery.raw(BEGIN));
      again.release();
    };
  }

  #isNested(): boolean {
    return this.#isUndoable || this.#isInside();
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#isNested() ? "savepoint inner" : BEGIN));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#isNested() ? "release inner" : COMMIT));
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
    const lease = await this.#alone();
    await this.#log?.close();
    this.#database.close();
    // Users that are still waiting fail, because the database is closed.
    lease.release();
  }
}

/** The shared driver, without waiting for the disk after a commit. */
class RedoableDriver implements Driver {
  readonly #shared: SharedDriver;

  constructor(shared: SharedDriver) {
    this.#shared = shared;
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    return this.#shared.lease(false);
  }

  releaseConnection(lease: DatabaseConnection): Promise<void> {
    return this.#shared.releaseConnection(lease);
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
