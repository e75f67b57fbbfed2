import type { Kysely, Migration } from "kysely";
import { bumpRevisionOn } from "./engine.ts";

/** How a caller's reason picks an appointment type, and how long a type takes with each doctor. */
export const visitReasons: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const columns = [
      ["reasons", "text", ""],
      ["patients", "text", "anyone"],
      ["is_default", "integer", 0],
      ["minutes_with", "text", "{}"],
    ] as const;
    for (const [name, type, value] of columns) {
      await database.schema
        .alterTable("appointment_types")
        .addColumn(name, type, (column) => column.notNull().defaultTo(value))
        .execute();
    }
    // If the clinic has several types, callers are asked for a reason.
    await bumpRevisionOn(database, { table: "appointment_types" });
  },
};
