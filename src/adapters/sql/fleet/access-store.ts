import type { Kysely } from "kysely";
import type { AccessStore, Link, Session } from "../../../domain/access/access.ts";
import { readMeta, writeMeta } from "../database.ts";
import type { FleetSchema } from "../schema.ts";
import { type SignUp, type SignUpDecision, type SignUpStore, MOST_WAITING } from "../../../domain/clinic/ports.ts";

export class SqlAccessStore implements AccessStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async addLink(link: Link): Promise<void> {
    await this.#database.insertInto("consoleLinks").values(link).execute();
  }

  /** One statement: of two requests with the same link, only one gets it. */
  takeLink(secretDigest: string, now: number): Promise<Link | undefined> {
    return this.#database
      .updateTable("consoleLinks")
      .set({ usedAt: now })
      .where("secretDigest", "=", secretDigest)
      .where("usedAt", "is", null)
      .where("expiresAt", ">", now)
      .returningAll()
      .executeTakeFirst();
  }

  async linksSince(holder: string, since: number): Promise<number> {
    const { count } = await this.#database
      .selectFrom("consoleLinks")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("holder", "=", holder)
      .where("createdAt", ">=", since)
      .executeTakeFirstOrThrow();
    return count;
  }

  async addSession(session: Session): Promise<void> {
    await this.#database.insertInto("consoleSessions").values(session).execute();
  }

  sessionWith(secretDigest: string): Promise<Session | undefined> {
    const sessions = this.#database.selectFrom("consoleSessions").selectAll();
    return sessions.where("secretDigest", "=", secretDigest).executeTakeFirst();
  }

  sessions(): Promise<readonly Session[]> {
    return this.#database
      .selectFrom("consoleSessions")
      .selectAll()
      .orderBy("createdAt", "desc")
      .orderBy("id")
      .execute();
  }

  async seen(sessionId: string, at: number): Promise<void> {
    await this.#database.updateTable("consoleSessions").set({ seenAt: at }).where("id", "=", sessionId).execute();
  }

  async revoke(sessionId: string, at: number): Promise<void> {
    await this.#database.updateTable("consoleSessions").set({ revokedAt: at }).where("id", "=", sessionId).execute();
  }

  async forgetBefore(instant: number): Promise<void> {
    for (const table of ["consoleLinks", "consoleSessions"] as const) {
      await this.#database.deleteFrom(table).where("expiresAt", "<", instant).execute();
    }
  }
}

const OPEN_KEY = "sign_up_form";

export class SqlSignUpStore implements SignUpStore {
  readonly #fleet: Kysely<FleetSchema>;

  constructor(fleet: Kysely<FleetSchema>) {
    this.#fleet = fleet;
  }

  async isOpen(): Promise<boolean> {
    const value = await readMeta(this.#fleet, OPEN_KEY);
    return value === "open";
  }

  async setOpen(isOpen: boolean): Promise<void> {
    const value = isOpen ? "open" : "closed";
    await writeMeta(this.#fleet, OPEN_KEY, value);
  }

  list({ isWaitingOnly }: Parameters<SignUpStore["list"]>[0]): Promise<readonly SignUp[]> {
    const all = this.#fleet.selectFrom("signUps").selectAll().orderBy("receivedAt", "desc").orderBy("id", "desc");
    return (isWaitingOnly ? all.where("state", "=", "waiting") : all).execute();
  }

  add(signUp: SignUp): Promise<boolean> {
    return this.#fleet.transaction().execute(async (transaction) => {
      const waiting = await new SqlSignUpStore(transaction).list({ isWaitingOnly: true });
      if (waiting.some(({ formJson }) => formJson === signUp.formJson)) return true;
      if (waiting.length >= MOST_WAITING) return false;
      await transaction.insertInto("signUps").values(signUp).execute();
      return true;
    });
  }

  async decide(id: string, decision: SignUpDecision): Promise<boolean> {
    const decided = await this.#fleet
      .updateTable("signUps")
      .set({ ...decision, formJson: null })
      .where("id", "=", id)
      .where("state", "=", "waiting")
      .returning("id")
      .executeTakeFirst();
    return decided !== undefined;
  }
}
