import { MINUTE_MS } from "../../clock.ts";
import type { Kysely } from "kysely";
import type { FunctionReplies, SignedRequest } from "../../domain/call/ports.ts";
import type { FleetSchema } from "./schema.ts";

/** A signature is accepted up to five minutes before and after its time. */
const keptMs = 10 * MINUTE_MS;

/** In the database, so that every process sees the answers of the others. Each new reply deletes expired ones. */
export class SqlFunctionReplies implements FunctionReplies {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async claim(request: SignedRequest, now: number): Promise<{ readonly reply: string | null } | undefined> {
    const { clinicId, digest, callId } = request;
    await this.#database
      .deleteFrom("functionReplies")
      .where("askedAt", "<", now - keptMs)
      .execute();
    const { numInsertedOrUpdatedRows } = await this.#database
      .insertInto("functionReplies")
      .values({ clinicId, digest, callId, reply: null, askedAt: now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 1n) return undefined;
    return { reply: (await this.find(request)) ?? null };
  }

  async find({ clinicId, digest }: SignedRequest): Promise<string | null | undefined> {
    const row = await this.#database
      .selectFrom("functionReplies")
      .select("reply")
      .where("clinicId", "=", clinicId)
      .where("digest", "=", digest)
      .executeTakeFirst();
    return row?.reply;
  }

  async keep({ clinicId, digest }: SignedRequest, reply: string): Promise<void> {
    await this.#database
      .updateTable("functionReplies")
      .set({ reply })
      .where("clinicId", "=", clinicId)
      .where("digest", "=", digest)
      .execute();
  }

  async release({ clinicId, digest }: SignedRequest): Promise<void> {
    await this.#database
      .deleteFrom("functionReplies")
      .where("clinicId", "=", clinicId)
      .where("digest", "=", digest)
      .execute();
  }
}
