import type { Kysely } from "kysely";
import type { CallEvent, CallEventStore } from "../../domain/call/ports.ts";
import type { FleetSchema } from "./schema.ts";

export class SqlCallEventStore implements CallEventStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async claim(event: CallEvent): Promise<boolean> {
    const { key: _, ...latest } = event;
    const result = await this.#database
      .insertInto("callEvents")
      .values(event)
      .onConflict((conflict) =>
        conflict.column("key").doUpdateSet(latest).whereRef("callEvents.progress", "<", "excluded.progress"),
      )
      .executeTakeFirstOrThrow();
    return result.numInsertedOrUpdatedRows === 1n;
  }
}
