import type { Kysely, Migration } from "kysely";

/** For each minute with slow answers to Retell: how many were slow, and of how many. */
export const slowAnswers: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("slow_answers")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("minute_at", "bigint", (column) => column.notNull())
      .addColumn("asked", "text", (column) => column.notNull())
      .addColumn("requests", "integer", (column) => column.notNull())
      .addColumn("slow", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("slow_answers_key", ["minute_at", "clinic_id", "asked"])
      .execute();
    await schema.createIndex("slow_answers_of_clinic").on("slow_answers").columns(["clinic_id"]).execute();
  },
};
