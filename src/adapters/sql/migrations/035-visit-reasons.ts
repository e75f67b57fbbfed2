import type { Kysely, Migration } from "kysely";
import { bumpRevisionOn } from "./engine.ts";

/** How a caller's reason picks an appointment type, and the length of a type with each doctor. */
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
    // Callers are asked for a reason where the clinic has several types.
    await bumpRevisionOn(database, { table: "appointment_types" });
  },
};
