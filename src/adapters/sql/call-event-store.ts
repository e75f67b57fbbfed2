import type { Kysely } from "kysely";
import type { CallEvent, CallEventFilter, CallEventRecords, CallEventStore } from "../../domain/call/ports.ts";
import type { JobOrder } from "../../domain/job/ports.ts";
import { CallEventClaims } from "./call-event-claims.ts";
import type { FleetSchema } from "./schema.ts";

export class SqlCallEventStore implements CallEventStore, CallEventRecords {
  readonly #database: Kysely<FleetSchema>;
  readonly #claims: CallEventClaims;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
    this.#claims = new CallEventClaims(database);
  }

  claim(event: CallEvent, order: JobOrder): Promise<boolean> {
    return this.#claims.claim(event, order);
  }

  find(key: string): Promise<CallEvent | undefined> {
    return this.#database.selectFrom("callEvents").selectAll().where("key", "=", key).executeTakeFirst();
  }

  list({ event, callId, clinicId, sinceAt, limit }: CallEventFilter): Promise<readonly CallEvent[]> {
    let query = this.#database.selectFrom("callEvents").selectAll();
    if (event !== undefined) query = query.where("event", "=", event);
    if (callId !== undefined) query = query.where("callId", "=", callId);
    if (clinicId !== undefined) query = query.where("clinicId", "=", clinicId);
    if (sinceAt !== undefined) query = query.where("receivedAt", ">=", sinceAt);
    return query.orderBy("receivedAt", "desc").orderBy("key").limit(limit).execute();
  }

  since(receivedAt: number, limit: number): Promise<readonly CallEvent[]> {
    return this.#database
      .selectFrom("callEvents")
      .selectAll()
      .where("receivedAt", ">=", receivedAt)
      .orderBy("receivedAt")
      .orderBy("key")
      .limit(limit)
      .execute();
  }

  async attribute(key: string, owner: Pick<CallEvent, "clinicId" | "attribution">): Promise<void> {
    await this.#database.updateTable("callEvents").set(owner).where("key", "=", key).execute();
  }
}
