import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../src/adapters/sqlite/keep-statements.ts";

const HALF_HOUR_MS = 30 * 60_000;

const NUMBERED = "with recursive numbers (n) as (select 0 union all select n + 1 from numbers where n + 1 < :rows)";

/** Consecutive half-hour visits for each doctor, each by another patient. */
const APPOINTMENTS = `${NUMBERED}, listed as (
  select n, doctors.id as doctor_id
  from numbers join doctors on doctors.clinic_id = :clinic and doctors.position = n % 10 + 1
)
insert into appointments (clinic_id, id, doctor_id, starts_at, ends_at, blocked_from, blocked_to, patient_id, status,
  calendar_uid, calendar_sequence, created_at, updated_at)
select :clinic, 'visit-' || n, doctor_id, :from + (n / 10) * ${HALF_HOUR_MS}, :from + (n / 10 + 1) * ${HALF_HOUR_MS},
  :from + (n / 10) * ${HALF_HOUR_MS}, :from + (n / 10 + 1) * ${HALF_HOUR_MS}, 'patient-' || n, 'scheduled',
  'visit-' || n, 0, 0, 0
from listed`;

const PATIENTS = `${NUMBERED}
insert into patients (clinic_id, id, name, phone, created_at)
select :clinic, 'patient-' || n, 'Kim Test', '+14155550100', 0 from numbers`;

const CALLS = `${NUMBERED}
insert into calls (call_id, clinic_id, attribution, direction, status, patient_number, called_at, started_at, ended_at,
  duration_ms, updated_at)
select 'listed-' || n, :clinic, 'metadata', 'inbound', 'ended', '+14155550100', :from - n * 1000, :from - n * 1000,
  :from - n * 1000 + 60000, 60000, :from
from numbers`;

/**
 * Adds the given number of appointments (from now on), patients and calls (until now) to one clinic with ten doctors.
 */
export function storeLongLists(path: string, { clinicId, rows }: { clinicId: string; rows: number }): void {
  const database = keepStatements(new BetterSqlite3(path));
  const of = { clinic: clinicId, from: Date.now(), rows };
  for (const sql of [PATIENTS, APPOINTMENTS, CALLS]) {
    const { changes } = database.prepare(sql).run(of);
    if (changes !== rows) throw new Error(`${changes} rows were stored, not ${rows}`);
  }
  database.close();
}
