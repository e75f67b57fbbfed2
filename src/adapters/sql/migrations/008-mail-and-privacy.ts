import { type Kysely, type Migration, sql } from "kysely";

/** The columns needed to send a promised email once, which notices a clinic sent, and how long it keeps data. */
export const mailAndPrivacy: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await outboxColumns(database);
    await database.schema.alterTable("patients").addColumn("email", "text").execute();
    await settingTables(database);
  },
};

async function outboxColumns(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  for (const name of ["key", "html", "calendar", "calendar_method", "patient_id", "call_id", "last_error"]) {
    await schema.alterTable("outbox").addColumn(name, "text").execute();
  }
  for (const name of ["attempted_at", "sent_at"]) {
    await schema.alterTable("outbox").addColumn(name, "bigint").execute();
  }
  await schema
    .alterTable("outbox")
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  // Earlier mails had no key: each gets its own id.
  await sql`update outbox set key = id where key is null`.execute(database);
  await schema.createIndex("one_mail_per_key").unique().on("outbox").columns(["clinic_id", "kind", "key"]).execute();
  await schema.createIndex("outbox_by_state").on("outbox").columns(["state", "created_at"]).execute();
}

async function settingTables({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("clinic_notices")
    .addColumn("clinic_id", "text", (column) => column.primaryKey().references("clinics.id"))
    .addColumn("call_summaries", "integer", (column) => column.notNull())
    .addColumn("digest_hour", "integer")
    .addColumn("recipients", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("privacy_settings")
    .addColumn("clinic_id", "text", (column) => column.primaryKey().references("clinics.id"))
    .addColumn("retention_days", "integer")
    .addColumn("redact_transcripts", "integer", (column) => column.notNull())
    .execute();
}
