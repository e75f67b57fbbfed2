import type { Kysely, Migration } from "kysely";
import { bumpRevisionOn } from "./engine.ts";

/** Hours for a part of the year, or for every second week; `hours` is JSON as in clinic.json. */
export const hoursPeriods: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable("hours_periods")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("doctor_id", "text")
      .addColumn("first_date", "text", (column) => column.notNull())
      .addColumn("last_date", "text")
      .addColumn("every_weeks", "integer", (column) => column.notNull())
      .addColumn("hours", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("hours_periods_key", ["clinic_id", "id"])
      .addForeignKeyConstraint("hours_periods_doctor", ["clinic_id", "doctor_id"], "doctors", ["clinic_id", "id"])
      .execute();
    await bumpRevisionOn(database, { table: "hours_periods" });
  },
};
