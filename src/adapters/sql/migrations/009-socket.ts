import type { Kysely, Migration } from "kysely";

/** Calls over the socket: the secret in a clinic's address, and each dialogue after its last turn. */
export const socket: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("socket_keys")
      .addColumn("clinic_id", "text", (column) => column.primaryKey().references("clinics.id"))
      .addColumn("key", "text", (column) => column.notNull())
      .execute();
    await schema
      .createTable("socket_dialogues")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("call_id", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("updated_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("socket_dialogues_key", ["clinic_id", "call_id"])
      .execute();
    await schema.createIndex("socket_dialogues_updated_at").on("socket_dialogues").column("updated_at").execute();
  },
};
