import type { Kysely, Migration } from "kysely";

/** Clinics that registered themselves, and the answer that each one got. */
export const signUps: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("sign_ups")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("clinic_id", "text", (column) => column.references("clinics.id"))
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("form_json", "text")
      .addColumn("received_at", "bigint", (column) => column.notNull())
      .addColumn("decided_at", "bigint")
      .addColumn("reason", "text")
      .execute();
    await schema.createIndex("sign_ups_by_state").on("sign_ups").columns(["state", "received_at"]).execute();
  },
};
