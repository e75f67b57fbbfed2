import type { Kysely, Migration } from "kysely";

/**
 * Every attempt to call someone, from the moment it is planned. A key is used once per clinic, so no call is ordered
 * twice.
 */
export const dials: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("dials")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("contact_id", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("key", "text", (column) => column.notNull())
      .addColumn("due_at", "bigint", (column) => column.notNull())
      .addColumn("attempt", "integer", (column) => column.notNull())
      .addColumn("forced", "text")
      .addColumn("requested_at", "bigint")
      .addColumn("call_id", "text")
      .addColumn("reason", "text")
      .addColumn("outcome", "text")
      .addColumn("ended_at", "bigint")
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("updated_at", "bigint", (column) => column.notNull())
      .addForeignKeyConstraint("dials_contact", ["clinic_id", "contact_id"], "contacts", ["clinic_id", "id"])
      .addUniqueConstraint("one_dial_per_key", ["clinic_id", "key"])
      .execute();
    const indexes = [
      ["dials_of_contact", ["clinic_id", "contact_id", "created_at"]],
      ["dials_by_state", ["clinic_id", "state", "due_at"]],
      ["dials_of_call", ["clinic_id", "call_id"]],
      ["dials_by_request", ["clinic_id", "requested_at"]],
    ] as const;
    for (const [name, columns] of indexes) {
      await schema
        .createIndex(name)
        .on("dials")
        .columns([...columns])
        .execute();
    }
  },
};
