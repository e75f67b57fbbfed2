import { type Kysely, type Migration, sql } from "kysely";

/** Messages that callers leave for a clinic's team, and whether they are mailed. */
export const messages: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("messages")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("call_id", "text", (column) => column.notNull())
      .addColumn("name", "text")
      .addColumn("phone", "text")
      .addColumn("text", "text", (column) => column.notNull())
      .addColumn("urgency", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("done_at", "bigint")
      .execute();
    await schema.createIndex("messages_of_clinic").on("messages").columns(["clinic_id", "created_at"]).execute();
    await schema.createIndex("messages_of_call").on("messages").columns(["clinic_id", "call_id"]).execute();
    await schema
      .createIndex("messages_open")
      .on("messages")
      .column("clinic_id")
      .where(sql<boolean>`done_at is null`)
      .execute();
    await schema
      .alterTable("clinic_notices")
      .addColumn("messages", "integer", (column) => column.notNull().defaultTo(1))
      .execute();
  },
};
