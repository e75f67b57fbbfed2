import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { type StoredRow, insertRows, pagesOf } from "../../../src/adapters/sql/copies/table-rows.ts";

export interface Size {
  readonly clinics: number;
  readonly appointments: number;
  readonly events: number;
}

const HOUR_MS = 3_600_000;

/** Multiplies the only clinic of a database, which has one booking. */
export async function grow(path: string, { clinics, appointments, events }: Size): Promise<void> {
  const database = await openDatabase(path, "sandbox", { ifMissing: "refuse" });
  const { fleet } = database;
  try {
    const [clinic = {}] = await rowsOf("clinics");
    const own = clinic["id"];
    const copies = Array.from({ length: clinics }, (_, index) => index + 1);
    for (const table of ["clinics", "doctors", "weekly_hours", "patients"]) {
      const rows = await rowsOf(table);
      await insertRows(
        fleet,
        table,
        copies.flatMap((copy) => rows.map((row) => copied(row, copy))),
      );
    }
    const [booking = {}] = await rowsOf("appointments");
    for (let from = 0; from < appointments; from += 5_000) {
      const some = Array.from({ length: Math.min(5_000, appointments - from) }, (_, index) => from + index);
      const rows = some.map((one) => later(copied(booking, (one % clinics) + 1), one));
      await insertRows(fleet, "appointments", rows);
    }
    for (let from = 0; from < events; from += 5_000) {
      const some = Array.from({ length: Math.min(5_000, events - from) }, (_, index) => from + index);
      await insertRows(
        fleet,
        "call_events",
        some.map((one) => event(`${String(own)}-${(one % clinics) + 1}`, one)),
      );
    }
  } finally {
    await database.close();
  }

  async function rowsOf(table: string): Promise<readonly StoredRow[]> {
    for await (const rows of pagesOf(fleet, table)) return rows;
    return [];
  }
}

/** Gives ids and slugs, and everything that refers to them, the copy's number. */
function copied(row: StoredRow, copy: number): StoredRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const isNamed = column === "id" || column === "slug" || column.endsWith("_id");
      return [column, isNamed && typeof value === "string" ? `${value}-${copy}` : value];
    }),
  );
}

function later(row: StoredRow, by: number): StoredRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (column === "id") return [column, `${String(value)}-${by}`];
      return [
        column,
        /^(?:starts_at|ends_at|blocked_from|blocked_to)$/u.test(column) ? Number(value) + by * HOUR_MS : value,
      ];
    }),
  );
}

function event(clinicId: string, number: number): StoredRow {
  return {
    key: `key-${number}`,
    event: "call_started",
    call_id: `call-${number}`,
    clinic_id: clinicId,
    attribution: "certain",
    progress: 0,
    body: JSON.stringify({ event: "call_started", said: "é’\u{1F600}\0".repeat(number % 7), number }),
    received_at: 1_700_000_000_000 + number,
  };
}
