import type { Dialect, Kysely } from "kysely";
import type { FleetSchema } from "./schema.ts";
import type { Memories } from "./memory.ts";

/** One open database. Everything outside the engine files (sqlite*.ts, postgres/) is written against this. */
export interface SqlDatabase {
  readonly fleet: Kysely<FleetSchema>;
  /**
   * The same without waiting for the disk. In a power cut, and only then, the latest writes may be lost, and then
   * always together with everything written after them. For work that is simply redone, such as the queue's own notes.
   */
  readonly nonDurable: Kysely<FleetSchema>;
  /** For further views of it (clinic-scope.ts): of one clinic, by its id, of no clinic (NOBODY), or (null) of the fleet. */
  dialectOf(clinicId: string | null): Dialect;
  /**
   * Changes whenever others may have changed what callers hear. Compare the values; do not interpret them. SQLite
   * takes file locks to learn it, so outside transactions it is asked once per turn of the event loop: anything that
   * arrived after that commit is read from its socket in a later turn. PostgreSQL sends word of it within milliseconds.
   */
  othersWrites(): number;
  /** For programs that stay: from now on others' changes are heard of, so that what is remembered may be used. */
  followOthers(): Promise<void>;
  readonly memories: Memories;
  /** Changes whenever this process has written or ended a transaction. Compare the values; do not interpret them. */
  ownWrites(): number;
  /** Lets a clinic's transactions of this process wait for each other before any of them takes a connection. */
  inTurn<T>(clinicId: string, work: () => Promise<T>): Promise<T>;
  /** Everything the work does, its own transactions included, happens completely or not at all. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Rewrites what is stored, so that nothing that was removed is left in it. Returns where it may still be and how to
   * remove it there, where that is for the engine's own administrator to do. @throws transient while another process
   * uses it
   */
  purge(): Promise<string | null>;
  /**
   * Resolves once all that has been committed for others to see is on the disk; at once when nothing waits for it. An
   * answer that rests on what was read is given after this.
   */
  settled(): Promise<void>;
  /**
   * Writes, and has a file checked as a whole.
   * @throws transient while it is full or busy; not_configured once it is damaged, gone or replaced
   */
  proveWritable(): Promise<void>;
  /** The cheap part of that check: the file at the path is the one that is open. @throws not_configured */
  assertInPlace(): void;
  /** A consistent copy of the whole database, in SQLite's file format. */
  copy(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What only an embedded database can do. */
export interface SqliteDatabase extends SqlDatabase {
  /** From now on nothing is committed. @returns undoes everything that was written since, whoever wrote it */
  undoable(): Promise<() => Promise<void>>;
  serialize(): Uint8Array;
}
