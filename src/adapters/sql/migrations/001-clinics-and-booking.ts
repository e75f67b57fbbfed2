import { type Kysely, type Migration, type SchemaModule, sql } from "kysely";

/**
 * The statuses that occupy doctor and room (booking/appointment.ts `activeStatuses`), as they were at this migration.
 */
const OCCUPIES = sql<boolean>`status in ('scheduled', 'confirmed')`;

export async function bookingTables(schema: SchemaModule): Promise<void> {
  await resourceTables(schema);
  await calendarTables(schema);
  await appointmentTables(schema);
  await indexes(schema);
}

/** A clinic's table with ids. Other tables refer to the pair (clinic_id, id), so no row can point across clinics. */
function owned(schema: SchemaModule, table: string) {
  return schema
    .createTable(table)
    .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
    .addColumn("id", "text", (column) => column.primaryKey())
    .addUniqueConstraint(`${table}_of_clinic`, ["clinic_id", "id"]);
}

async function resourceTables(schema: SchemaModule): Promise<void> {
  await owned(schema, "rooms")
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("active", "integer", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addUniqueConstraint("room_names_of_clinic", ["clinic_id", "name"])
    .execute();
  await owned(schema, "appointment_types")
    .addColumn("name_fr", "text", (column) => column.notNull())
    .addColumn("name_en", "text", (column) => column.notNull())
    .addColumn("minutes", "integer", (column) => column.notNull())
    .addColumn("buffer_before_minutes", "integer", (column) => column.notNull())
    .addColumn("buffer_after_minutes", "integer", (column) => column.notNull())
    .addColumn("active", "integer", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .execute();
  await schema
    .createTable("doctor_types")
    .addColumn("clinic_id", "text", (column) => column.notNull())
    .addColumn("doctor_id", "text", (column) => column.notNull())
    .addColumn("type_id", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("doctor_types_key", ["clinic_id", "doctor_id", "type_id"])
    .addForeignKeyConstraint("doctor_types_doctor", ["clinic_id", "doctor_id"], "doctors", ["clinic_id", "id"])
    .addForeignKeyConstraint("doctor_types_type", ["clinic_id", "type_id"], "appointment_types", ["clinic_id", "id"])
    .execute();
}

async function calendarTables(schema: SchemaModule): Promise<void> {
  await owned(schema, "calendar_exceptions")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("doctor_id", "text")
    .addColumn("first_date", "text", (column) => column.notNull())
    .addColumn("last_date", "text", (column) => column.notNull())
    .addColumn("from_time", "text", (column) => column.notNull())
    .addColumn("to_time", "text", (column) => column.notNull())
    .addColumn("reason", "text")
    .addForeignKeyConstraint("calendar_exceptions_doctor", ["clinic_id", "doctor_id"], "doctors", ["clinic_id", "id"])
    .execute();
  await schema
    .createTable("booking_rules")
    .addColumn("clinic_id", "text", (column) => column.primaryKey().references("clinics.id"))
    .addColumn("slot_minutes", "integer", (column) => column.notNull())
    .addColumn("least_notice_minutes", "integer", (column) => column.notNull())
    .addColumn("horizon_days", "integer", (column) => column.notNull())
    .addColumn("cancel_cutoff_minutes", "integer", (column) => column.notNull())
    .addColumn("waitlist_hold_minutes", "integer", (column) => column.notNull())
    .addColumn("holiday_country", "text")
    .addColumn("holiday_region", "text")
    .addColumn("holidays_open_on", "text", (column) => column.notNull())
    .execute();
}

async function appointmentTables(schema: SchemaModule): Promise<void> {
  await owned(schema, "patients")
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("phone", "text", (column) => column.notNull())
    .addColumn("birth_date", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await timed(owned(schema, "appointments"))
    .addColumn("patient_id", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("call_id", "text")
    .addColumn("rescheduled_from", "text")
    .addColumn("change_reason", "text")
    .addColumn("calendar_uid", "text", (column) => column.notNull())
    .addColumn("calendar_sequence", "integer", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addForeignKeyConstraint("appointments_patient", ["clinic_id", "patient_id"], "patients", ["clinic_id", "id"])
    .addForeignKeyConstraint("appointments_doctor", ["clinic_id", "doctor_id"], "doctors", ["clinic_id", "id"])
    .addForeignKeyConstraint("appointments_room", ["clinic_id", "room_id"], "rooms", ["clinic_id", "id"])
    .addForeignKeyConstraint("appointments_earlier", ["clinic_id", "rescheduled_from"], "appointments", [
      "clinic_id",
      "id",
    ])
    .execute();
  await timed(owned(schema, "holds"))
    .addColumn("call_id", "text")
    .addColumn("waitlist_entry_id", "text")
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addForeignKeyConstraint("holds_doctor", ["clinic_id", "doctor_id"], "doctors", ["clinic_id", "id"])
    .addForeignKeyConstraint("holds_room", ["clinic_id", "room_id"], "rooms", ["clinic_id", "id"])
    .execute();
  await owned(schema, "waitlist")
    .addColumn("patient_id", "text", (column) => column.notNull())
    .addColumn("doctor_id", "text")
    .addColumn("type_id", "text")
    .addColumn("first_date", "text", (column) => column.notNull())
    .addColumn("last_date", "text", (column) => column.notNull())
    .addColumn("day_part", "text")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("hold_id", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addForeignKeyConstraint("waitlist_patient", ["clinic_id", "patient_id"], "patients", ["clinic_id", "id"])
    .addForeignKeyConstraint("waitlist_doctor", ["clinic_id", "doctor_id"], "doctors", ["clinic_id", "id"])
    .execute();
}

/** This check lets a search for overlaps look at only one day's starts (overlap.ts). */
function timed(table: ReturnType<typeof owned>) {
  return table
    .addCheckConstraint("blocked_within_a_day", sql`blocked_to - blocked_from between 1 and 86400000`)
    .addColumn("doctor_id", "text", (column) => column.notNull())
    .addColumn("room_id", "text")
    .addColumn("type_id", "text")
    .addColumn("starts_at", "bigint", (column) => column.notNull())
    .addColumn("ends_at", "bigint", (column) => column.notNull())
    .addColumn("blocked_from", "bigint", (column) => column.notNull())
    .addColumn("blocked_to", "bigint", (column) => column.notNull());
}

async function indexes(schema: SchemaModule): Promise<void> {
  // The second line of defence: even if the rules above fail, no doctor or room starts two visits at once.
  await schema
    .createIndex("one_start_per_doctor")
    .unique()
    .on("appointments")
    .columns(["clinic_id", "doctor_id", "starts_at"])
    .where(OCCUPIES)
    .execute();
  await schema
    .createIndex("one_start_per_room")
    .unique()
    .on("appointments")
    .columns(["clinic_id", "room_id", "starts_at"])
    .where(sql<boolean>`room_id is not null and status in ('scheduled', 'confirmed')`)
    .execute();
  const plain: readonly (readonly [string, string, readonly string[]])[] = [
    ["appointments_by_time", "appointments", ["clinic_id", "starts_at"]],
    ["appointments_by_patient", "appointments", ["clinic_id", "patient_id", "starts_at"]],
    ["appointments_by_call", "appointments", ["clinic_id", "call_id", "starts_at"]],
    ["appointments_by_block", "appointments", ["clinic_id", "blocked_from", "blocked_to"]],
    ["holds_by_block", "holds", ["clinic_id", "blocked_from", "blocked_to"]],
    ["holds_by_call", "holds", ["clinic_id", "call_id", "starts_at"]],
    ["patients_by_phone", "patients", ["clinic_id", "phone", "created_at"]],
    ["patients_by_birth", "patients", ["clinic_id", "birth_date", "created_at"]],
    ["waitlist_in_line", "waitlist", ["clinic_id", "status", "created_at"]],
    ["exceptions_by_date", "calendar_exceptions", ["clinic_id", "last_date"]],
  ];
  for (const [name, table, columns] of plain)
    await schema
      .createIndex(name)
      .on(table)
      .columns([...columns])
      .execute();
}

/** Column types are those that both SQLite and PostgreSQL know; instants are epoch milliseconds as integers. */
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
  // A doctor who left may come back, or have a namesake.
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
