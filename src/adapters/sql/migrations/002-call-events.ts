import { type Kysely, type Migration, sql } from "kysely";
import { bumpRevisionOn } from "./engine.ts";

/** Retell's events as received, and a revision per clinic that changes with everything its callers hear. */
export const callEvents: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await eventTable(database);
    await revisionTable(database);
    for (const [table, clinicId] of TOLD_TO_CALLERS) await bumpRevisionOn(database, { table, clinicId, moves: true });
  },
};

/** No foreign key: an event is kept even if its clinic is unknown. */
async function eventTable({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("call_events")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("event", "text", (column) => column.notNull())
    .addColumn("call_id", "text")
    .addColumn("clinic_id", "text")
    .addColumn("progress", "integer", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("received_at", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("call_events_of_clinic").on("call_events").columns(["clinic_id", "received_at"]).execute();
}

async function revisionTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("clinic_revisions")
    .addColumn("clinic_id", "text", (column) => column.primaryKey())
    .addColumn("revision", "integer", (column) => column.notNull())
    .execute();
  await sql`insert into clinic_revisions (clinic_id, revision) select id, 1 from clinics`.execute(database);
}

/** Each table whose data callers hear, with the column that holds the clinic's id. */
const TOLD_TO_CALLERS = [
  ["clinics", "id"],
  ["doctors", "clinic_id"],
  ["weekly_hours", "clinic_id"],
  ["phone_numbers", "clinic_id"],
] as const;
