import { CompiledQuery } from "kysely";
import { type SqliteConnection, BEGIN, COMMIT, ROLLBACK } from "./sqlite-connection.ts";

interface GroupPorts {
  readonly connection: SqliteConnection;
  /** Whether a user is in the middle of its own transaction; `commitDue` is then called when it is done. */
  readonly isHeld: () => boolean;
  /** Resolves once what is committed by now is on the disk. */
  readonly sync: () => Promise<void>;
}

class Group {
  readonly committed: Promise<void>;
  /** Once a user waits for the disk. */
  onDisk: Promise<void> | undefined;
  #resolve: (() => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;

  constructor() {
    this.committed = new Promise((resolve, reject) => {
      [this.#resolve, this.#reject] = [resolve, reject];
    });
    // There may be no user left: what was written may have been undone.
    this.committed.catch(() => undefined);
  }

  end(error: unknown): void {
    if (error === undefined) this.#resolve?.();
    else this.#reject?.(error);
  }
}

/** How long what was written waits for others, and keeps other processes from writing. */
const LONGEST_MS = 10;

/**
 * What several users write within a turn of the event loop is one transaction of SQLite: each of theirs is a savepoint
 * in it. Nobody else sees any of it, and none of it is answered, before it is committed.
 */
export class CommitGroup {
  readonly #ports: GroupPorts;
  #group: Group | undefined;
  #isDue = false;
  #begunAt = 0;

  constructor(ports: GroupPorts) {
    this.#ports = ports;
  }

  /** Waits while another process writes. */
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

  /** Resolves once what was written is committed and, if it is to last, on the disk. */
  join(isDurable: boolean): Promise<void> {
    const group = this.#group;
    if (group === undefined) return isDurable ? this.#ports.sync() : Promise.resolve();
    if (!isDurable) return group.committed;
    group.onDisk ??= group.committed.then(() => this.#ports.sync());
    return group.onDisk;
  }

  /** For who answers by what others have written: resolves with them, at once when nobody waits for the disk. */
  async settled(): Promise<void> {
    await this.#group?.onDisk;
  }

  /** When the turn is over and nobody is in the middle of something. */
  commitDue(): void {
    if (this.#isDue && !this.#ports.isHeld()) this.commit();
  }

  /** Between two users: what was written waits no longer, even if others are always next, as jobs can be. */
  commitOverdue(): void {
    if (this.#isDue && performance.now() - this.#begunAt > LONGEST_MS) this.commit();
  }

  /** After an error of the disk SQLite may have undone the whole transaction by itself (sqlite.org/lang_transaction.html). */
  failed(error: unknown): void {
    if (!this.#ports.connection.isInTransaction) this.#end(error);
  }

  /** Now, such as before what cannot be part of a transaction. */
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
