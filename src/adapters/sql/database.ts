import type { Dialect, Kysely } from "kysely";
import type { FleetSchema } from "./schema.ts";

/** One open database. Everything outside the engine files (sqlite*.ts) is written against this. */
export interface SqlDatabase {
  readonly fleet: Kysely<FleetSchema>;
  /** Makes further views of the same connection (clinic-scope.ts). */
  readonly dialect: Dialect;
  /** Changes whenever another connection has committed; compare, never interpret. */
  foreignWrites(): number;
  /** Changes whenever this connection has written, or ended a transaction; compare, never interpret. */
  ownWrites(): number;
  /** All that the work does on this connection, its own transactions included, happens whole or not at all. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /** A consistent copy of the whole database, in the engine's own file format. */
  serialize(): Uint8Array;
  close(): Promise<void>;
}
