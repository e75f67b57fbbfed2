import { type Kysely, type Migration, sql } from "kysely";
import { bookingTables } from "./001-booking.ts";

/** Column types are those that SQLite and PostgreSQL both know; instants are integer epoch milliseconds. */
export const clinicsAndBooking: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await fleetTables(database);
    await clinicTables(database);
    await bookingTables(database.schema);
  },
};

async function fleetTables(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("meta")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("clinics")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("slug", "text", (column) => column.notNull().unique())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("country", "text", (column) => column.notNull())
    .addColumn("timezone", "text", (column) => column.notNull())
    .addColumn("language", "text", (column) => column.notNull())
    .addColumn("phone", "text")
    .addColumn("transfer_number", "text")
    .addColumn("emergency_number", "text")
    .addColumn("owner_email", "text", (column) => column.notNull())
    .addColumn("instructions", "text")
    .addColumn("sms_enabled", "integer", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("agents")
    .addColumn("role", "text", (column) => column.primaryKey())
    .addColumn("agent_id", "text", (column) => column.notNull())
    .addColumn("flow_id", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("template_hash", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("journal")
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("step", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("facts", "text", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("journal_key", ["subject", "step"])
    .execute();
}

async function clinicTables(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("doctors")
    .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("specialty", "text", (column) => column.notNull())
    .addColumn("email", "text")
    .addColumn("active", "integer", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addUniqueConstraint("doctors_of_clinic", ["clinic_id", "id"])
    .execute();
  // One who left may come back, or have a namesake.
  await schema
    .createIndex("doctor_names_of_clinic")
    .unique()
    .on("doctors")
    .columns(["clinic_id", "name"])
    .where(sql<boolean>`active = 1`)
    .execute();
  await schema
    .createTable("weekly_hours")
    .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
    .addColumn("doctor_id", "text")
    .addColumn("weekday", "text", (column) => column.notNull())
    .addColumn("opens", "text", (column) => column.notNull())
    .addColumn("closes", "text", (column) => column.notNull())
    .addForeignKeyConstraint("weekly_hours_doctor", ["clinic_id", "doctor_id"], "doctors", ["clinic_id", "id"])
    .execute();
  await schema.createIndex("weekly_hours_of_clinic").on("weekly_hours").columns(["clinic_id", "doctor_id"]).execute();
  await schema
    .createTable("phone_numbers")
    .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id").unique())
    .addColumn("phone_number", "text", (column) => column.primaryKey())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("agent_id", "text")
    .addColumn("agent_version", "integer")
    .addColumn("webhook_url", "text")
    .addColumn("monthly_cents", "integer", (column) => column.notNull())
    .execute();
  await schema
    .createTable("outbox")
    .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("recipient", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("outbox_of_clinic").on("outbox").columns(["clinic_id", "created_at"]).execute();
}
