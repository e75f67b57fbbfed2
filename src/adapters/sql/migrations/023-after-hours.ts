import type { Kysely, Migration } from "kysely";
import { bumpRevisionOn } from "./engine.ts";

/** What happens to callers while a clinic is closed; closures and holidays now change what callers hear. */
export const afterHours: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema.alterTable("clinics").addColumn("after_hours", "text").execute();
    await database.schema.alterTable("clinics").addColumn("on_call_number", "text").execute();
    for (const table of ["calendar_exceptions", "booking_rules"])
      await bumpRevisionOn(database, { table, moves: true });
  },
};
