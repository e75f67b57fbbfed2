import { CompiledQuery } from "kysely";
import { type SqliteConnection, BEGIN, COMMIT, ROLLBACK } from "./sqlite-connection.ts";

interface GroupPorts {
  readonly connection: SqliteConnection;
  /** Whether a user is inside its own transaction; the driver calls `commitDue` when that user is done. */
  readonly isHeld: () => boolean;
  /** Resolves once everything committed so far is on the disk. */
  readonly sync: () => Promise<void>;
}

class Group {
  readonly committed: Promise<void>;
  /** Set once a user waits for the disk. */
  onDisk: Promise<void> | undefined;
  #resolve: (() => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;

  constructor() {
    this.committed = new Promise((resolve, reject) => {
      [this.#resolve, this.#reject] = [resolve, reject];
    });
    // No user may be waiting: all writes of the group may have been rolled back.
    this.committed.catch(() => undefined);
  }

  end(error: unknown): void {
    if (error === undefined) this.#resolve?.();
    else this.#reject?.(error);
  }
}

/** Longest time that writes wait for more writes to join, which blocks other processes from writing. */
const LONGEST_MS = 10;

/**
 * Combines the writes of several users within one turn of the event loop into one SQLite transaction, each user's
 * transaction being a savepoint in it. Before the commit, no other process sees the writes and no user is answered.
 */
export class CommitGroup {
  readonly #ports: GroupPorts;
  #group: Group | undefined;
  #isDue = false;
  #begunAt = 0;

  constructor(ports: GroupPorts) {
    this.#ports = ports;
  }

  /** Begins the group's transaction unless one is open; waits while another process writes. */
  async begin(): Promise<void> {
    const { connection } = this.#ports;
    if (connection.isInTransaction) return;
    await connection.executeQuery(CompiledQuery.raw(BEGIN), true);
    if (this.#group !== undefined) return;
    this.#group = new Group();
    this.#begunAt = performance.now();
    setImmediate(() => {
      this.#isDue = true;
      this.commitDue();
    });
  }

  /** Resolves once the group is committed and, if `isDurable`, on the disk. */
  join(isDurable: boolean): Promise<void> {
    const group = this.#group;
    if (group === undefined) return isDurable ? this.#ports.sync() : Promise.resolve();
    if (!isDurable) return group.committed;
    group.onDisk ??= group.committed.then(() => this.#ports.sync());
    return group.onDisk;
  }

  /**
   * For callers whose answer depends on others' writes: resolves together with those writes, or at once if nobody is
   * waiting for the disk.
   */
  async settled(): Promise<void> {
    await this.#group?.onDisk;
  }

  /** Commits if the turn is over and no user is inside a transaction. */
  commitDue(): void {
    if (this.#isDue && !this.#ports.isHeld()) this.commit();
  }

  /** Call between two users: writes stop waiting after a while even if users keep queueing, as jobs can. */
  commitOverdue(): void {
    if (this.#isDue && performance.now() - this.#begunAt > LONGEST_MS) this.commit();
  }

  /** After a disk error SQLite may have rolled back the whole transaction itself (sqlite.org/lang_transaction.html). */
  failed(error: unknown): void {
    if (!this.#ports.connection.isInTransaction) this.#end(error);
  }

  /** Commits now, for example before a statement that cannot be part of a transaction. */
  commit(): void {
    if (this.#group === undefined) return;
    const { connection } = this.#ports;
    try {
      connection.execute(CompiledQuery.raw(COMMIT));
      this.#end();
    } catch (error) {
      if (connection.isInTransaction) connection.execute(CompiledQuery.raw(ROLLBACK));
      this.#end(error);
    }
  }

  #end(error?: unknown): void {
    const group = this.#group;
    this.#group = undefined;
    this.#isDue = false;
    group?.end(error);
  }
}
