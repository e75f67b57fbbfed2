import { type Kysely, type Migration, sql } from "kysely";

/** How callers prove their identity, attempts without proof, who booked, and the answers to signed requests. */
export const identity: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .alterTable("privacy_settings")
      .addColumn("verify", "text", (column) => column.notNull().defaultTo("either"))
      .execute();
    await tryTable(schema);
    await originTable(schema);
    await replyTable(schema);
    for (const [name, most] of [
      ["most_per_call", 3],
      ["most_per_day", 5],
      ["most_upcoming", 6],
    ] as const) {
      await schema
        .alterTable("booking_rules")
        .addColumn(name, "integer", (column) => column.notNull().defaultTo(most))
        .execute();
    }
  },
};

type SchemaModule = Kysely<unknown>["schema"];

/** Kept for an hour; `phone` is the claimed number, `caller` the caller ID. */
async function tryTable(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("identity_tries")
    .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("call_id", "text", (column) => column.notNull())
    .addColumn("caller", "text")
    .addColumn("phone", "text")
    .addColumn("tried_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("identity_tries_of_clinic")
    .on("identity_tries")
    .columns(["clinic_id", "tried_at"])
    .execute();
}

async function originTable(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("booking_origins")
    .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
    .addColumn("appointment_id", "text", (column) => column.primaryKey())
    .addColumn("caller", "text")
    .addColumn("phone_confirmed", "integer", (column) => column.notNull())
    .addColumn("booked_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("booking_origins_of_caller")
    .on("booking_origins")
    .columns(["clinic_id", "caller", "booked_at"])
    .where(sql<boolean>`caller is not null`)
    .execute();
}

/** Kept for ten minutes; `reply` is null while the first request is being answered. */
async function replyTable(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("function_replies")
    .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("call_id", "text", (column) => column.notNull())
    .addColumn("reply", "text")
    .addColumn("asked_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("function_replies_key", ["clinic_id", "digest"])
    .execute();
  await schema.createIndex("function_replies_asked_at").on("function_replies").column("asked_at").execute();
}
