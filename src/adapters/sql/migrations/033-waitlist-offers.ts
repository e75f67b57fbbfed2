import { type Kysely, type Migration, sql } from "kysely";

/**
 * Every slot that was offered to a patient on the waitlist. Patients who joined earlier never explicitly agreed to
 * calls, so staff call them.
 */
export const waitlistOffers: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
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
    // The second line of defence: no slot is offered twice to the same patient.
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
    // Offers that are open during the update stay open.
    await sql`
      insert into waitlist_offers
        (clinic_id, id, entry_id, patient_id, doctor_id, starts_at, ends_at, state, offered_at)
      select holds.clinic_id, holds.id, waitlist.id, waitlist.patient_id, holds.doctor_id, holds.starts_at, holds.ends_at,
        'open', waitlist.created_at
      from waitlist join holds on holds.id = waitlist.hold_id where waitlist.status = 'offered'
    `.execute(database);
    await sql`
      update waitlist set status = 'waiting', hold_id = null
      where status = 'offered' and not exists (select 1 from holds where holds.id = waitlist.hold_id)
    `.execute(database);
  },
};
