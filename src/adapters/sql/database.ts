import type { Dialect, Kysely } from "kysely";
import type { FleetSchema } from "./schema.ts";
import type { Settings } from "./settings-memory.ts";

/** One open database. Everything outside the engine files (sqlite*.ts) is written against this. */
export interface SqlDatabase {
  readonly fleet: Kysely<FleetSchema>;
  /**
   * The same without waiting for the disk. In a power cut, and only then, the latest writes may be lost, and then
   * always together with everything written after them. For work that is simply redone, such as the queue's own notes.
   */
  readonly nonDurable: Kysely<FleetSchema>;
  /** Creates further views of the same connection (clinic-scope.ts). */
  readonly dialect: Dialect;
  /**
   * Changes whenever another connection has committed. Compare the values; do not interpret them. SQLite takes file
   * locks to learn it, so outside transactions it is asked once per turn of the event loop: anything that arrived after
   * that commit is read from its socket in a later turn.
   */
  othersWrites(): number;
  readonly settings: Settings;
  /** Changes whenever this connection has written or ended a transaction. Compare the values; do not interpret them. */
  ownWrites(): number;
  /** Everything the work does on this connection, its own transactions included, happens completely or not at all. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /** From now on nothing is committed. @returns undoes everything that was written since, whoever wrote it */
  undoable(): Promise<() => Promise<void>>;
  /**
   * Rewrites the file, so that nothing that was removed is left in it. @throws transient while another process uses it
   */
  purge(): Promise<void>;
  /**
   * Resolves once all that has been committed for others to see is on the disk; at once when nothing waits for it. An
   * answer that rests on what was read is given after this.
   */
  settled(): Promise<void>;
  /**
   * Writes to the file at the path, and has all of it checked.
   * @throws transient while it is full or busy; not_configured once it is damaged, gone or replaced
   */
  proveWritable(): Promise<void>;
  /** The cheap part of that check: the file at the path is the one that is open. @throws not_configured */
  assertInPlace(): void;
  /** A consistent copy of the whole database, in the engine's own file format. */
  serialize(): Uint8Array;
  close(): Promise<void>;
}
