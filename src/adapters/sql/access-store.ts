import type { Kysely } from "kysely";
import type { AccessStore, Link, Session } from "../../domain/access/access.ts";
import type { FleetSchema } from "./schema.ts";

export class SqlAccessStore implements AccessStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async addLink(link: Link): Promise<void> {
    await this.#database.insertInto("consoleLinks").values(link).execute();
  }

  /** One statement: of two requests with the same link, one finds it used. */
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
