import { type Kysely, type Migration, sql } from "kysely";

/** The queue, the record of each call, and whether the clinic of an event is certain. */
export const jobsAndCalls: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await jobTable(database);
    await callTable(database);
    await eventAttribution(database);
  },
};

/**
 * `ready_at`: when a job may be taken. This is its due time, the end of its lease while it runs, or null once it has
 * ended.
 */
async function jobTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("jobs")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("clinic_id", "text")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("payload", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addColumn("ready_at", "bigint")
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("leased_until", "bigint")
    .addColumn("last_error", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("ended_at", "bigint")
    .execute();
  // Nulls count as different in a unique index; jobs without a clinic must have unique keys too.
  await sql`create unique index job_keys on jobs (coalesce(clinic_id, ''), kind, key)`.execute(database);
  await sql`create index jobs_ready on jobs (ready_at, kind) where ready_at is not null`.execute(database);
  await database.schema.createIndex("jobs_of_clinic").on("jobs").columns(["clinic_id"]).execute();
  await database.schema.createIndex("jobs_by_state").on("jobs").columns(["state", "due_at"]).execute();
}

/** No foreign key: a call is kept even if its clinic is unknown. */
async function callTable({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("calls")
    .addColumn("call_id", "text", (column) => column.primaryKey())
    .addColumn("clinic_id", "text")
    .addColumn("attribution", "text", (column) => column.notNull())
    .addColumn("direction", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("patient_number", "text")
    .addColumn("clinic_number", "text")
    .addColumn("agent_id", "text")
    .addColumn("agent_version", "integer")
    .addColumn("called_at", "bigint", (column) => column.notNull())
    .addColumn("started_at", "bigint")
    .addColumn("ended_at", "bigint")
    .addColumn("duration_ms", "bigint")
    .addColumn("reason", "text")
    .addColumn("outcome", "text")
    .addColumn("transcript_json", "text")
    .addColumn("transfers_json", "text")
    .addColumn("variables_json", "text")
    .addColumn("analysis_json", "text")
    .addColumn("metadata_json", "text")
    .addColumn("cost_cents", "double precision")
    .addColumn("latency_p50_ms", "double precision")
    .addColumn("latency_p99_ms", "double precision")
    .addColumn("analyzed_at", "bigint")
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("calls_of_clinic").on("calls").columns(["clinic_id", "called_at"]).execute();
  await schema.createIndex("calls_of_patient").on("calls").columns(["clinic_id", "patient_number"]).execute();
  await schema.createIndex("calls_by_time").on("calls").columns(["called_at"]).execute();
  await schema.createIndex("calls_by_change").on("calls").columns(["updated_at"]).execute();
}

interface StoredEvent {
  readonly key: string;
  readonly clinicId: string | null;
  readonly receivedAt: number;
}

/** Events stored before the queue existed are processed as well. */
async function eventAttribution(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .alterTable("call_events")
    .addColumn("attribution", "text", (column) => column.notNull().defaultTo("unknown"))
    .execute();
  await sql`update call_events set attribution = 'known' where clinic_id is not null`.execute(database);
  await schema.createIndex("call_events_of_call").on("call_events").columns(["call_id"]).execute();
  await schema.createIndex("call_events_by_time").on("call_events").columns(["received_at"]).execute();
  const { rows } = await sql<StoredEvent>`select key, clinic_id, received_at from call_events`.execute(database);
  for (const { key, clinicId, receivedAt } of rows) {
    await sql`
      insert into jobs (id, clinic_id, kind, key, payload, state, due_at, ready_at, attempts, created_at)
      values (${`event:${key}`}, ${clinicId}, 'call-event', ${key}, ${JSON.stringify({ key })}, 'waiting',
        ${receivedAt}, ${receivedAt}, 0, ${receivedAt})`.execute(database);
  }
}
