import type { Dialect, Kysely } from "kysely";
import type { FleetSchema } from "./schema.ts";

/** One open database. Everything outside the engine files (sqlite*.ts) is written against this. */
export interface SqlDatabase {
  readonly fleet: Kysely<FleetSchema>;
  /**
   * The same without waiting for the disk: in a power cut, never else, the latest of it may be lost, and only together
   * with all that was written after it. For what is then simply done again, such as the queue's own notes.
   */
  readonly nonDurable: Kysely<FleetSchema>;
  /** Makes further views of the same connection (clinic-scope.ts). */
  readonly dialect: Dialect;
  /** Changes whenever another connection has committed; compare, never interpret. */
  foreignWrites(): number;
  /** Changes whenever this connection has written, or ended a transaction; compare, never interpret. */
  ownWrites(): number;
  /** All that the work does on this connection, its own transactions included, happens whole or not at all. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /** Writes the file anew, so that nothing that was removed is left in it. @throws transient while others use it */
  purge(): Promise<void>;
  /**
   * Writes to the file that is at the path, and has the whole of it checked.
   * @throws transient while it is full or busy; not_configured once it is damaged, gone or another one
   */
  proveWritable(): Promise<void>;
  /** The cheap part of that: the file at the path is the one that is open. @throws not_configured */
  assertInPlace(): void;
  /** A consistent copy of the whole database, in the engine's own file format. */
  serialize(): Uint8Array;
  close(): Promise<void>;
}
