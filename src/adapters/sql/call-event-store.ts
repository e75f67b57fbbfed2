import type { Kysely } from "kysely";
import type { CallEvent, CallEventFilter, CallEventRecords, CallEventStore } from "../../domain/call/ports.ts";
import type { JobOrder } from "../../domain/job/ports.ts";
import { orderFleetJob } from "./job-orders.ts";
import type { FleetSchema } from "./schema.ts";

export class SqlCallEventStore implements CallEventStore, CallEventRecords {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  claim(event: CallEvent, order: JobOrder): Promise<boolean> {
    const { key: _, ...latest } = event;
    return this.#database.transaction().execute(async (transaction) => {
      const result = await transaction
        .insertInto("callEvents")
        .values(event)
        .onConflict((conflict) =>
          conflict.column("key").doUpdateSet(latest).whereRef("callEvents.progress", "<", "excluded.progress"),
        )
        .executeTakeFirstOrThrow();
      const isNews = result.numInsertedOrUpdatedRows === 1n;
      if (isNews) await orderFleetJob(transaction, order, event.clinicId);
      return isNews;
    });
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
