import type { Kysely } from "kysely";
import type { CallEvent } from "../../domain/call/ports.ts";
import type { JobOrder } from "../../domain/job/ports.ts";
import { orderFleetJob } from "./job-orders.ts";
import type { FleetSchema } from "./schema.ts";

interface Claim {
  readonly event: CallEvent;
  readonly order: JobOrder;
  readonly resolve: (isNews: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Claims that come in while one is being written are written together after it: each waits for the disk once, and so
 * do ten of them.
 */
export class CallEventClaims {
  readonly #database: Kysely<FleetSchema>;
  #waiting: Claim[] = [];
  #isWriting = false;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  claim(event: CallEvent, order: JobOrder): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, order, resolve, reject });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const together = this.#waiting;
      this.#waiting = [];
      await this.#write(together);
    }
    this.#isWriting = false;
  }

  /** One that cannot be written keeps no other back. */
  async #write(claims: readonly Claim[]): Promise<void> {
    try {
      const news = await this.#database.transaction().execute(async (transaction) => {
        const written: boolean[] = [];
        for (const { event, order } of claims) written.push(await claimIn(transaction, event, order));
        return written;
      });
      for (const [index, { resolve }] of claims.entries()) resolve(news[index] === true);
    } catch (error) {
      const [first, ...others] = claims;
      if (others.length === 0) first?.reject(error);
      else for (const claim of claims) await this.#write([claim]);
    }
  }
}

async function claimIn(transaction: Kysely<FleetSchema>, event: CallEvent, order: JobOrder): Promise<boolean> {
  const { key: _, ...latest } = event;
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
}
