import type { Kysely, Migration } from "kysely";

/** Problems that the worker found, and how many requests were refused for their signature in each minute. */
export const alerts: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("alerts")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("clinic_id", "text", (column) => column.references("clinics.id"))
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("detail", "text", (column) => column.notNull())
      .addColumn("fix", "text", (column) => column.notNull())
      .addColumn("raised_at", "bigint", (column) => column.notNull())
      .addColumn("raised_round", "text", (column) => column.notNull())
      .addColumn("ended_at", "bigint")
      .addColumn("ended_round", "text")
      .addColumn("ending", "text")
      .addColumn("muted_at", "bigint")
      .execute();
    await schema.createIndex("alerts_by_end").on("alerts").columns(["ended_at", "raised_at"]).execute();
    await schema.createIndex("alerts_raised").on("alerts").columns(["raised_round"]).execute();
    await schema.createIndex("alerts_ended").on("alerts").columns(["ended_round"]).execute();
    await schema.createIndex("alerts_of_clinic").on("alerts").columns(["clinic_id"]).execute();
    await schema
      .createTable("refused_requests")
      .addColumn("minute_at", "bigint", (column) => column.primaryKey())
      .addColumn("requests", "integer", (column) => column.notNull())
      .execute();
  },
};
