import type { Kysely } from "kysely";
import type { CallChange, CallLedger, FleetCall, KnownOfCall } from "../../domain/call/ports.ts";
import { orderFleetJob } from "./job-orders.ts";
import type { FleetSchema } from "./schema.ts";

export class SqlCallLedger implements CallLedger {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async rewrite(callId: string, tell: (known: KnownOfCall) => CallChange | undefined): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      const change = tell(await known(transaction, callId));
      if (change === undefined) return;
      await save(transaction, change.call);
      for (const order of change.orders) await orderFleetJob(transaction, order, change.call.clinicId);
    });
  }
}

async function known(transaction: Kysely<FleetSchema>, callId: string): Promise<KnownOfCall> {
  const events = await transaction
    .selectFrom("callEvents")
    .selectAll()
    .where("callId", "=", callId)
    .orderBy("receivedAt")
    .orderBy("key")
    .execute();
  const call = await transaction.selectFrom("calls").selectAll().where("callId", "=", callId).executeTakeFirst();
  return { events, call };
}

async function save(transaction: Kysely<FleetSchema>, call: FleetCall): Promise<void> {
  const { callId: _, ...facts } = call;
  await transaction
    .insertInto("calls")
    .values(call)
    .onConflict((conflict) => conflict.column("callId").doUpdateSet(facts))
    .execute();
}
