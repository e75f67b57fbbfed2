import type { Kysely, Migration } from "kysely";

/**
 * Every slot that was offered to a patient on the waitlist. Entries from before never agreed to calls in so many words:
 * staff call them.
 */
export const waitlistOffers: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .alterTable("waitlist")
      .addColumn("may_call", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
    await schema
      .createTable("waitlist_offers")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("entry_id", "text", (column) => column.notNull())
      .addColumn("patient_id", "text", (column) => column.notNull())
      .addColumn("doctor_id", "text", (column) => column.notNull())
      .addColumn("starts_at", "bigint", (column) => column.notNull())
      .addColumn("ends_at", "bigint", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("reason", "text")
      .addColumn("offered_at", "bigint", (column) => column.notNull())
      .addColumn("settled_at", "bigint")
      .execute();
    // The second line of defence: nobody is offered one slot twice.
    await schema
      .createIndex("one_offer_of_a_slot")
      .unique()
      .on("waitlist_offers")
      .columns(["clinic_id", "doctor_id", "starts_at", "patient_id"])
      .execute();
    await schema
      .createIndex("waitlist_offers_by_state")
      .on("waitlist_offers")
      .columns(["clinic_id", "state", "offered_at"])
      .execute();
    await schema
      .createIndex("waitlist_offers_of_entry")
      .on("waitlist_offers")
      .columns(["clinic_id", "entry_id", "offered_at"])
      .execute();
  },
};
