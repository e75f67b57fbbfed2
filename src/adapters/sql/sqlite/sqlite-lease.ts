import { type DatabaseConnection, type QueryResult, CompiledQuery } from "kysely";
import type { CommitGroup } from "./commit-group.ts";
import type { LoopShare } from "./loop-share.ts";
import { type SqliteConnection, BEGIN, COMMIT, ROLLBACK } from "./sqlite-connection.ts";

export interface LeasePorts {
  readonly connection: SqliteConnection;
  /** Waits until nobody else uses the connection. */
  readonly take: () => Promise<void>;
  readonly give: () => void;
  /** The group that writes join; without a group, each write commits by itself. */
  readonly group?: CommitGroup;
  readonly share: LoopShare;
}

/**
 * The use of the only connection, until it is released or has committed. After a commit the lease answers only when the
 * group's commit is on the disk; meanwhile others use the connection.
 */
export class Lease implements DatabaseConnection {
  readonly #ports: LeasePorts;
  readonly #isDurable: boolean;
  #isHeld = true;
  #isWithin = false;

  /** @param isDurable whether its commits wait for the disk */
  constructor(ports: LeasePorts, isDurable: boolean) {
    this.#ports = ports;
    this.#isDurable = isDurable;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { connection, group, share } = this.#ports;
    if (group === undefined) return connection.executeQuery<Row>(query);
    const turn = share.wait();
    if (turn !== undefined) await turn;
    // Its own transaction ended with its commit; the open one may be another user's.
    if (!this.#isHeld && query.sql === ROLLBACK) return { rows: [] };
    if (!this.#isHeld) await this.#hold();
    try {
      if (query.sql === BEGIN) return await this.#begin(group);
      if (query.sql === COMMIT) return await this.#commit(group);
      if (query.sql === ROLLBACK) return this.#undo();
      if (this.#isWithin) return connection.executeWithin<Row>(query);
      if (connection.isRead(query.sql)) return await connection.executeQuery<Row>(query);
      return await this.#change<Row>(query, group);
    } catch (error) {
      group.failed(error);
      throw error;
    }
  }

  async #hold(): Promise<void> {
    await this.#ports.take();
    this.#isHeld = true;
  }

  async #begin(group: CommitGroup): Promise<QueryResult<never>> {
    await group.begin();
    this.#ports.connection.execute(SAVEPOINT);
    this.#isWithin = true;
    return { rows: [] };
  }

  async #commit(group: CommitGroup): Promise<QueryResult<never>> {
    this.#ports.connection.execute(RELEASE);
    this.#isWithin = false;
    const joined = group.join(this.#isDurable);
    this.release();
    await joined;
    return { rows: [] };
  }

  #undo(): QueryResult<never> {
    const { connection } = this.#ports;
    // After a disk error, SQLite may have rolled back everything.
    if (this.#isWithin && connection.isInTransaction)
      for (const query of [ROLL_BACK_TO, RELEASE]) connection.execute(query);
    this.#isWithin = false;
    return { rows: [] };
  }

  /** A statement outside a transaction. VACUUM and similar statements cannot run inside one. */
  async #change<Row>(query: CompiledQuery, group: CommitGroup): Promise<QueryResult<Row>> {
    const { connection } = this.#ports;
    const isGrouped = CHANGE.test(query.sql);
    if (isGrouped) await group.begin();
    else group.commit();
    const result = await connection.executeQuery<Row>(query);
    const joined = group.join(this.#isDurable);
    this.release();
    await joined;
    return result;
  }

  // eslint-disable-next-line require-yield -- the product reads whole results; Kysely's interface asks for the method.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("streaming is not used");
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#ports.give();
  }
}

const CHANGE = /^\s*(?:insert|update|delete|replace|with|create|alter|drop)\b/iu;

const SAVEPOINT = CompiledQuery.raw("savepoint member");

const RELEASE = CompiledQuery.raw("release member");

const ROLL_BACK_TO = CompiledQuery.raw("rollback to member");
