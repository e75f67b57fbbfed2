import { AsyncLocalStorage } from "node:async_hooks";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type TransactionSettings,
  PostgresAdapter,
  PostgresIntrospector,
} from "kysely";
import { ownerOf } from "../clinic-scope.ts";
import { OwnChanges, kindsNamed } from "../database.ts";
import { type Answer, type PostgresClient, type PostgresPool, literal } from "./client.ts";
import { PortableQueryCompiler } from "./compiler.ts";
import { explained, isBroken } from "./refusal.ts";
import { CLINIC_ROLE, CLINIC_SETTING, FLEET_ROLE } from "./roles.ts";

/** Advisory locks: this key for transactions of the fleet; with a clinic's hash, for those of one clinic. */
export const TRANSACTIONS = 72_005_001;

/** Whose rows a query may see: a clinic's, by its id; those of no clinic (NOBODY); or (null) the whole fleet's. */
type Owner = string | null;

interface View {
  readonly owner: Owner;
  readonly isDurable: boolean;
}

interface Alone extends View {
  readonly isRead: boolean;
  /** Whether it waits for other work of its clinic, as a scope's own writes do. */
  readonly isInTurn: boolean;
}

/**
 * The sessions whose `atomically` encloses the current code, at any depth. Each AsyncLocalStorage slows every promise
 * of the process, so all pools share this one.
 */
const whole = new AsyncLocalStorage<ReadonlyMap<PostgresSessions, Session>>();

/**
 * The sessions of one pool. As in SQLite, transactions that may touch the same rows run one after another: those of one
 * clinic under its lock, and a transaction of the fleet alone.
 */
export class PostgresSessions {
  readonly #pool: PostgresPool;
  readonly changes = new OwnChanges();
  /** For each clinic, the end of its last queued transaction. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(pool: PostgresPool) {
    this.#pool = pool;
  }

  dialectOf(view: View): Dialect {
    return {
      createDriver: () => new ViewDriver(this, view),
      createQueryCompiler: () => new PortableQueryCompiler(),
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (database) => new PostgresIntrospector(database),
    };
  }

  async atomically<T>(work: () => Promise<T>): Promise<T> {
    if (this.#held() !== undefined) return work();
    const session = await this.acquire();
    try {
      session.begin({ owner: null, isDurable: true }, "alone");
      const result = await whole.run(new Map(whole.getStore()).set(this, session), work);
      await session.commit();
      return result;
    } catch (error) {
      await session.rollback();
      throw error;
    } finally {
      this.release(session);
    }
  }

  /** Otherwise two hundred rivals for one slot would hold every connection while they wait for one lock. */
  async inTurn<T>(clinicId: string, work: () => Promise<T>): Promise<T> {
    if (this.#held() !== undefined) return work();
    const before = this.#turns.get(clinicId);
    const turn = (async () => {
      await before;
      return work();
    })();
    const ended = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#turns.set(clinicId, ended);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(clinicId) === ended) this.#turns.delete(clinicId);
    }
  }

  #held(): Session | undefined {
    return whole.getStore()?.get(this);
  }

  async acquire(): Promise<Session> {
    const held = this.#held();
    if (held !== undefined) return held;
    return new Session(await this.#pool.acquire(), this.changes);
  }

  release(session: Session): void {
    if (this.#held() === session) return;
    void session.ended().finally(() => this.#pool.release(session.client, session.isBroken));
  }
}

/** One connection while it is in use. */
class Session {
  readonly client: PostgresClient;
  readonly #changes: OwnChanges;
  isBroken = false;
  /** How deeply transactions are nested. */
  #depth = 0;
  /** The owner whose rows the open transaction shows; undefined: unknown. */
  #shown: Owner | undefined;
  #isChangingSettings = false;
  /** Statements that are not answered yet. */
  readonly #sent = new Set<Promise<unknown>>();
  /** The statements that open the transaction, a savepoint or a view, until they succeed. */
  #opening: Promise<unknown> | undefined;

  constructor(client: PostgresClient, changes: OwnChanges) {
    this.client = client;
    this.#changes = changes;
  }

  /**
   * Sends what begins the transaction, without waiting: if it fails, PostgreSQL refuses every statement after it.
   * @param how alone: no other transaction runs; shared: others may; snapshot: read-only, in one state of the database
   */
  begin({ owner, isDurable }: View, how: "alone" | "shared" | "snapshot"): void {
    this.#depth += 1;
    if (this.#depth > 1) return this.#open(`savepoint s${this.#depth}`);
    const lock = owner === null ? (how === "alone" ? fleetLock : []) : clinicLock(owner);
    const begin = how === "snapshot" ? "begin isolation level repeatable read read only" : "begin";
    this.#open([begin, ...(isDurable ? [] : [relaxed]), show(owner), ...lock].join(";"));
    this.#shown = owner;
  }

  #open(text: string): void {
    const opening = Promise.all([this.#opening, this.#send(text)]);
    const opened = (): void => {
      if (this.#opening === opening) this.#opening = undefined;
    };
    opening.then(opened, () => undefined);
    this.#opening = opening;
  }

  async commit(): Promise<void> {
    await this.#afterOpening(this.#send(this.#depth > 1 ? `release savepoint s${this.#depth}` : "commit"));
    this.#depth -= 1;
    this.#noteEnd();
  }

  async rollback(): Promise<void> {
    if (this.#depth === 0) return;
    const [isInner, name] = [this.#depth > 1, `s${this.#depth}`];
    this.#depth -= 1;
    // The rollback also restores the setting as it was at the savepoint.
    this.#shown = undefined;
    this.#opening = undefined;
    await this.#send(isInner ? `rollback to savepoint ${name};release savepoint ${name}` : "rollback").catch(() => {
      this.isBroken = true;
    });
    this.#noteEnd();
  }

  /** Resolves when no statement of the session is in progress. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#sent);
  }

  /**
   * Runs one statement. Outside a transaction, a clinic's statement gets its own transaction: only there can its rows
   * be seen.
   */
  async run(query: CompiledQuery, view: View): Promise<Answer> {
    const { isDurable } = view;
    const owner = ownerOf(query) ?? view.owner;
    const isRead = /^\s*select\b/iu.test(query.sql);
    const values = query.parameters.map(storable);
    if (!isRead) this.#noteWrite(query.sql);
    try {
      if (this.#depth > 0) return await this.#shownTo(owner, query.sql, values);
      if (owner === null && (isRead || isDurable)) return await this.#query(query.sql, values);
      return await this.#alone(query.sql, values, { owner, isDurable, isRead, isInTurn: view.owner !== null });
    } catch (error) {
      this.isBroken ||= isBroken(error);
      throw explained(error);
    } finally {
      if (this.#depth === 0) this.#noteEnd();
    }
  }

  /** Takes one round trip. If a statement fails, PostgreSQL refuses those after it, and the commit rolls back. */
  async #alone(text: string, values: readonly unknown[], how: Alone): Promise<Answer> {
    const { owner, isDurable, isRead, isInTurn } = how;
    const lock = owner === null || isRead || !isInTurn ? [] : clinicLock(owner);
    this.#open(["begin", ...(isDurable ? [] : [relaxed]), show(owner), ...lock].join(";"));
    const answered = this.#afterOpening(this.#query(text, values));
    const committed = this.#send("commit");
    committed.catch(() => (this.isBroken = true));
    const answer = await answered.finally(() => (this.#opening = undefined));
    // A read has its result before the commit; `release` returns the connection once the commit has ended.
    if (!isRead) await committed;
    return answer;
  }

  #shownTo(owner: Owner, text: string, values: readonly unknown[]): Promise<Answer> {
    if (this.#shown !== owner) {
      this.#open(show(owner));
      this.#shown = owner;
    }
    return this.#afterOpening(this.#query(text, values));
  }

  /** @throws the opening's error rather than the statement's, which then only says that the transaction is aborted */
  async #afterOpening<T>(sent: Promise<T>): Promise<T> {
    const opening = this.#opening;
    if (opening === undefined) return sent;
    const [opened, answered] = await Promise.allSettled([opening, sent]);
    if (opened.status === "rejected") throw opened.reason;
    if (answered.status === "rejected") throw answered.reason;
    return answered.value;
  }

  async #send(text: string): Promise<void> {
    try {
      await this.#query(text);
    } catch (error) {
      this.isBroken ||= isBroken(error);
      throw explained(error);
    }
  }

  /** Sends at once, whatever is still in progress: PostgreSQL answers in the order of the statements. */
  #query(text: string, values?: readonly unknown[]): Promise<Answer> {
    const sent = this.client.query(text, values);
    this.#sent.add(sent);
    void sent.catch(() => undefined).then(() => this.#sent.delete(sent));
    return sent;
  }

  #noteWrite(sql: string): void {
    if (this.#isChangingSettings || !kindsNamed(sql).includes("settings")) return;
    this.#changes.begin();
    this.#isChangingSettings = true;
  }

  #noteEnd(): void {
    if (!this.#isChangingSettings || this.#depth > 0) return;
    this.#changes.end();
    this.#isChangingSettings = false;
  }
}

const relaxed = "set local synchronous_commit = off";
const fleetLock = [`select pg_advisory_xact_lock(${TRANSACTIONS})`];

function clinicLock(clinicId: string): readonly string[] {
  return [
    `select pg_advisory_xact_lock_shared(${TRANSACTIONS}), pg_advisory_xact_lock(${TRANSACTIONS}, hashtext(${literal(clinicId)}))`,
  ];
}

function show(owner: Owner): string {
  return owner === null
    ? `set local role ${FLEET_ROLE}`
    : `set local role ${CLINIC_ROLE};select set_config('${CLINIC_SETTING}', ${literal(owner)}, true)`;
}

/** PostgreSQL stores no NUL in a text. */
function storable(value: unknown): unknown {
  if (typeof value === "symbol") throw new Error("a query of a clinic ran outside its scope");
  return typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;
}

class ViewDriver implements Driver {
  readonly #sessions: PostgresSessions;
  readonly #view: View;

  constructor(sessions: PostgresSessions, view: View) {
    this.#sessions = sessions;
    this.#view = view;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<ViewConnection> {
    return new ViewConnection(await this.#sessions.acquire(), this.#view);
  }

  async releaseConnection(connection: ViewConnection): Promise<void> {
    this.#sessions.release(connection.session);
  }

  /** A fleet transaction that asks for "read committed" need not run alone. "repeatable read" is for copies. */
  async beginTransaction({ session }: ViewConnection, { isolationLevel }: TransactionSettings): Promise<void> {
    if (isolationLevel === "repeatable read") session.begin(this.#view, "snapshot");
    else session.begin(this.#view, isolationLevel === "read committed" ? "shared" : "alone");
  }

  commitTransaction({ session }: ViewConnection): Promise<void> {
    return session.commit();
  }

  rollbackTransaction({ session }: ViewConnection): Promise<void> {
    return session.rollback();
  }

  async destroy(): Promise<void> {}
}

class ViewConnection implements DatabaseConnection {
  readonly session: Session;
  readonly #view: View;

  constructor(session: Session, view: View) {
    this.session = session;
    this.#view = view;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, rowCount, command } = await this.session.run(query, this.#view);
    const isChange = command === "INSERT" || command === "UPDATE" || command === "DELETE";
    return { rows, ...(isChange && { numAffectedRows: BigInt(rowCount ?? 0) }) };
  }

  // eslint-disable-next-line require-yield -- the product reads whole results; Kysely's interface asks for the method.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("streaming is not used");
  }
}
