import type { CompiledQuery, DatabaseConnection, QueryResult } from "kysely";
import { ROLLBACK, type SqliteConnection } from "./sqlite-connection.ts";

export interface LeasePorts {
  readonly connection: SqliteConnection;
  /** Waits until nobody else uses the connection. */
  readonly take: () => Promise<void>;
  readonly give: () => void;
  /** Whether a transaction is open on the connection. */
  readonly isInTransaction: () => boolean;
  /** Resolves once what is committed by now is on the disk. */
  readonly sync: () => Promise<void>;
}

/**
 * The use of the one connection, until it is released or has committed. A commit is answered once it is on the disk;
 * meanwhile others use the connection, so that their commits share the wait.
 */
export class Lease implements DatabaseConnection {
  readonly #ports: LeasePorts;
  readonly #isDurable: boolean;
  #isHeld = true;

  /** @param isDurable whether its commits wait for the disk */
  constructor(ports: LeasePorts, isDurable: boolean) {
    this.#ports = ports;
    this.#isDurable = isDurable;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { connection, take, isInTransaction, sync } = this.#ports;
    if (!this.#isHeld) {
      // Its own transaction ended with its commit; the one that is open now may be another user's.
      if (query.sql === ROLLBACK) return { rows: [] };
      await take();
      this.#isHeld = true;
    }
    const before = connection.writes;
    const result = await connection.executeQuery<Row>(query);
    if (this.#isDurable && connection.writes !== before && !isInTransaction() && query.sql !== ROLLBACK) {
      this.release();
      await sync();
    }
    return result;
  }

  // eslint-disable-next-line require-yield -- the product reads whole results; Kysely's interface asks for the method.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("streaming is not used");
  }

  release(): void {
    if (this.#isHeld) this.#ports.give();
    this.#isHeld = false;
  }
}
