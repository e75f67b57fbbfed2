import { join } from "node:path";
import { sql } from "kysely";
import { openSqlite } from "../../src/adapters/sql/sqlite/sqlite.ts";

/**
 * How many rows `fillLists` adds to every list. Pairs of rows share a time or a name, so that only their ids order
 * them.
 */
export const LISTED_ROWS = 7;

const AT = `${Date.UTC(2030, 0, 5, 8)} + (i / 2) * 3600000`;
const PHONE = "'+229019700000' || i";
const NAME = "'Élodie ' || (i / 2)";

/** For the clinic of storedClinic: each table's columns, with their values in row i. */
const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  patients: { clinic_id: "'clinic-1'", id: "'patient-' || i", name: NAME, phone: PHONE, created_at: "i" },
  appointments: {
    clinic_id: "'clinic-1'",
    id: "'visit-' || i",
    patient_id: "'patient-' || i",
    status: "'scheduled'",
    doctor_id: "case i % 2 when 0 then 'doctor-awa' else 'doctor-luc' end",
    starts_at: AT,
    ends_at: `${AT} + 1`,
    blocked_from: AT,
    blocked_to: `${AT} + 1`,
    calendar_uid: "'uid-' || i",
    calendar_sequence: "0",
    created_at: "i",
    updated_at: "i",
  },
  contacts: {
    clinic_id: "'clinic-1'",
    id: "'contact-' || i",
    name: NAME,
    phone: PHONE,
    language: "'fr'",
    // The first two have no appointment.
    appointment_id: "case when i < 2 then null else 'visit-' || i end",
    consent: "1",
    consent_basis: "'stated'",
    state: "'open'",
    created_at: "i",
    updated_at: "i",
  },
  calls: {
    clinic_id: "'clinic-1'",
    call_id: "'call_' || i",
    attribution: "'known'",
    direction: "'inbound'",
    status: "'ended'",
    patient_number: PHONE,
    called_at: AT,
    reason: "'user_hangup'",
    outcome: "'booked'",
    transcript_json: `'[{"text":"un implant dentaire"}]'`,
    updated_at: "i",
  },
  call_events: {
    clinic_id: "'clinic-1'",
    key: "'call_ended:call_' || i",
    event: "'call_ended'",
    call_id: "'call_' || i",
    attribution: "'known'",
    progress: "0",
    body: "'{}'",
    received_at: AT,
  },
  messages: {
    clinic_id: "'clinic-1'",
    id: "'message-' || i",
    call_id: "'call_' || i",
    name: "'Élodie'",
    phone: PHONE,
    text: "'Rappelez-moi'",
    urgency: "'normal'",
    created_at: AT,
  },
  outbox: {
    clinic_id: "'clinic-1'",
    id: "'mail-' || i",
    key: "'mail-' || i",
    kind: "'digest'",
    body: "''",
    recipient: "'owner@example.com'",
    subject: "'Sujet ' || i",
    created_at: AT,
    state: "'sent'",
  },
  jobs: {
    clinic_id: "'clinic-1'",
    id: "'job-' || i",
    kind: "'call-event'",
    key: "'key-' || i",
    payload: "'{}'",
    state: "'done'",
    due_at: AT,
    attempts: "1",
    created_at: AT,
  },
  audit: {
    seq: "i + 1",
    act: "'act-' || i",
    at: AT,
    actor: "'test'",
    action: "'clinic:update'",
    subject: "'clinic:test-' || i",
    before: "'null'",
    after: "'null'",
    previous_hash: "''",
    hash: "'hash-' || i",
  },
};

export async function fillLists(cwd: string): Promise<void> {
  const database = openSqlite(join(cwd, ".ascendia", "sandbox.db"));
  for (const [table, values] of Object.entries(TABLES)) {
    await sql`
      with recursive rows (i) as (select 0 union all select i + 1 from rows where i < ${LISTED_ROWS - 1})
      insert into ${sql.table(table)} (${sql.join(Object.keys(values).map((name) => sql.ref(name)))})
      select ${sql.raw(Object.values(values).join(", "))} from rows`.execute(database.fleet);
  }
  const clinic = await database.fleet.selectFrom("clinics").selectAll().executeTakeFirstOrThrow();
  for (let row = 1; row < LISTED_ROWS; row += 1) {
    const other = { ...clinic, id: `clinic-${row + 1}`, slug: `essai-${row}`, name: `Essai ${row}` };
    await database.fleet.insertInto("clinics").values(other).execute();
  }
  await database.close();
}
