import type BetterSqlite3 from "better-sqlite3";
import { z } from "zod";
import type { Ledger } from "./messages.ts";

const rowSchema = z.object({
  id: z.string(),
  doctor_id: z.string(),
  room_id: z.string().nullable(),
  starts_at: z.number(),
  blocked_from: z.number(),
  blocked_to: z.number(),
  status: z.string(),
  rescheduled_from: z.string().nullable(),
  created_at: z.number(),
  updated_at: z.number(),
});

type Row = z.infer<typeof rowSchema>;

const holdSchema = z.object({
  doctor_id: z.string(),
  room_id: z.string().nullable(),
  blocked_from: z.number(),
  blocked_to: z.number(),
});

/** Everything that is wrong in the table after an interleaving, judged by the rows alone. */
export function problemsOf(
  database: BetterSqlite3.Database,
  clinicId: string,
  { ledgers, now }: { readonly ledgers: readonly Ledger[]; readonly now: number },
): readonly string[] {
  const rows = z
    .array(rowSchema)
    .parse(database.prepare("select * from appointments where clinic_id = ?").all(clinicId));
  const holds = z
    .array(holdSchema)
    .parse(database.prepare("select * from holds where clinic_id = ? and expires_at > ?").all(clinicId, now));
  return [
    ...ledgers.flatMap(({ problems }) => problems),
    ...overlaps(rows),
    ...ledgers.flatMap(({ appointments }) => missing(appointments, rows)),
    ...unanswered(rows, ledgers),
    ...holds.flatMap((hold) =>
      rows
        .filter((row) => isActive(row) && shares(row, hold) && collide(row, hold))
        .map(({ id }) => `${id} overlaps a live hold`),
    ),
  ];
}

function isActive({ status }: Row): boolean {
  return status === "scheduled" || status === "confirmed";
}

/** At no instant did two visits occupy a doctor or a room, whether they are still active or not. */
function overlaps(rows: readonly Row[]): readonly string[] {
  const end = (row: Row): number => (isActive(row) ? Number.POSITIVE_INFINITY : row.updated_at);
  return rows.flatMap((left, index) =>
    rows
      .slice(index + 1)
      .filter((right) => shares(left, right) && collide(left, right))
      .filter((right) => left.created_at < end(right) && right.created_at < end(left))
      .map((right) => `${left.id} (${left.status}) overlaps ${right.id} (${right.status})`),
  );
}

type Place = Pick<Row, "doctor_id" | "room_id" | "blocked_from" | "blocked_to">;

function shares(left: Place, right: Place): boolean {
  return left.doctor_id === right.doctor_id || (left.room_id !== null && left.room_id === right.room_id);
}

function collide(left: Place, right: Place): boolean {
  return left.blocked_from < right.blocked_to && right.blocked_from < left.blocked_to;
}

/** Answered successes that are missing from the table, or differ there. */
function missing(answered: Ledger["appointments"], rows: readonly Row[]): readonly string[] {
  return answered.flatMap(({ id, doctorId, startsAt, status }) => {
    const row = rows.find((each) => each.id === id);
    if (row === undefined) return [`${id} was answered ${status} and is not in the table`];
    const isSame = row.doctor_id === doctorId && row.starts_at === startsAt && row.status === status;
    return isSame ? [] : [`${id} was answered ${status} and is ${row.status} in the table`];
  });
}

/** Rows that no answer mentioned, and moves whose old appointment does not show the move. */
function unanswered(rows: readonly Row[], ledgers: readonly Ledger[]): readonly string[] {
  const told = new Set(ledgers.flatMap(({ appointments }) => appointments.map(({ id }) => id)));
  const strange = rows.filter(({ id }) => !told.has(id)).map(({ id }) => `${id} is in the table and nobody was told`);
  const unlinked = rows
    .filter(
      ({ rescheduled_from: from }) => from !== null && rows.find(({ id }) => id === from)?.status !== "rescheduled",
    )
    .map(({ id }) => `${id} replaces one that still stands`);
  return [...strange, ...unlinked];
}
