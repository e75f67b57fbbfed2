import { type Kysely, type Migration, sql } from "kysely";

/** Which patients a clinic may call about which appointment, which numbers it must not call, and the rules. */
export const outreach: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await contactTable(schema);
    await optOutTable(schema);
    await policyTable(schema);
    await schema
      .createTable("outreach_pauses")
      .addColumn("clinic_id", "text", (column) => column.primaryKey().references("clinics.id"))
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("paused_at", "bigint", (column) => column.notNull())
      .execute();
    await schema
      .createTable("applied_outcomes")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("call_id", "text", (column) => column.notNull())
      .addColumn("outcome", "text", (column) => column.notNull())
      .addColumn("basis", "text", (column) => column.notNull())
      .addColumn("applied_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("applied_outcomes_key", ["clinic_id", "call_id"])
      .execute();
  },
};

type SchemaModule = Kysely<unknown>["schema"];

async function contactTable(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("contacts")
    .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("phone", "text", (column) => column.notNull())
    .addColumn("language", "text", (column) => column.notNull())
    .addColumn("timezone", "text")
    .addColumn("appointment_id", "text")
    .addColumn("appointment_at", "bigint")
    .addColumn("appointment_type", "text")
    .addColumn("provider", "text")
    .addColumn("instructions", "text")
    .addColumn("email", "text")
    .addColumn("consent", "integer", (column) => column.notNull())
    .addColumn("consent_basis", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("follow_up", "text")
    .addColumn("follow_up_at", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("contacts_of_clinic", ["clinic_id", "id"])
    .execute();
  // However a reminder originates, an appointment has only one contact.
  await schema
    .createIndex("one_contact_per_appointment")
    .unique()
    .on("contacts")
    .columns(["clinic_id", "appointment_id"])
    .where(sql<boolean>`appointment_id is not null`)
    .execute();
  await schema.createIndex("contacts_by_phone").on("contacts").columns(["clinic_id", "phone"]).execute();
}

async function optOutTable(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("opt_outs")
    .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
    .addColumn("phone", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("call_id", "text")
    .addColumn("reason", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("opt_outs_key", ["clinic_id", "phone"])
    .execute();
}

async function policyTable(schema: SchemaModule): Promise<void> {
  const whole = [
    "most_tries",
    "busy_minutes",
    "no_answer_minutes",
    "voicemail_minutes",
    "failed_minutes",
    "most_weekly",
  ];
  const flags = ["enabled", "on_sundays", "on_holidays"];
  let table = schema
    .createTable("outreach_policies")
    .addColumn("clinic_id", "text", (column) => column.primaryKey().references("clinics.id"))
    .addColumn("lead_minutes", "text", (column) => column.notNull())
    .addColumn("type_ids", "text")
    .addColumn("opens_at", "text", (column) => column.notNull())
    .addColumn("closes_at", "text", (column) => column.notNull())
    .addColumn("consent", "text", (column) => column.notNull())
    .addColumn("countries", "text", (column) => column.notNull());
  for (const name of [...whole, ...flags]) table = table.addColumn(name, "integer", (column) => column.notNull());
  await table.execute();
}
