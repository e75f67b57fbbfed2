import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../src/adapters/sqlite/keep-statements.ts";
import { doctorId, storeClinic } from "./slot-race/clinic.ts";
import { type Outcome, raceTable, races, runRace } from "./slot-race/race.ts";
import { serve } from "./slot-race/serving.ts";

/**
 * 200 signed `book_appointment` requests for one slot at once, over HTTP, half to each of two `ascendia serve`
 * processes on one database: one succeeds, 199 hear what else is free, and one row is written. Then the same request
 * 200 times from one call: one id.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-race-"));
  const path = join(folder, "race.db");
  await storeClinic(path);
  const servers = [await serve({ folder, databasePath: path }), await serve({ folder, databasePath: path })];
  const rows = keepStatements(new BetterSqlite3(path, { readonly: true }));
  const starting = rows.prepare<[string, number], number>(
    "select count(*) from appointments where doctor_id = ? and starts_at = ?",
  );
  const rowsAt = async (startsAt: number) => starting.pluck().get(doctorId, startsAt) ?? 0;
  try {
    const outcomes: Outcome[] = [];
    for (const race of races(quick ? 1 : 5, seed)) outcomes.push(await runRace(race, servers, rowsAt));
    process.stdout.write(`${raceTable(outcomes)}\n`);
    return { passed: outcomes.filter(({ passed }) => passed).length, total: outcomes.length };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rows.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
