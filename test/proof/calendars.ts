import { table } from "../../src/terminal/table.ts";
import { googleSide, microsoftSide } from "./calendars/api-sides.ts";
import { changeChecks } from "./calendars/changes.ts";
import type { Check, ProofOptions, SideOptions } from "./calendars/check.ts";
import { faultChecks } from "./calendars/faults.ts";
import { killChecks } from "./calendars/kills.ts";
import { radicale } from "./calendars/radicale.ts";
import { raceChecks } from "./calendars/race.ts";
import { readingChecks } from "./calendars/reading.ts";
import type { Side } from "./calendars/side.ts";
import { syncChecks } from "./calendars/syncs.ts";

const SIDES: readonly (() => Promise<Side>)[] = [radicale, googleSide, microsoftSide];

/**
 * External calendars on real servers over HTTP: their events are not offered, bookings appear there once, changes there
 * are followed, other people's events stay unchanged, and no fault or kill duplicates an event. The quick form
 * distributes the slow checks among the servers.
 */
export async function run(options: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const turn = options.seed % SIDES.length;
  const found = await Promise.all(
    SIDES.map(async (open, index) => checksOf(await open(), { ...options, turn: (index + turn) % SIDES.length })),
  );
  const checks = [...found.flat(), ...(await syncChecks(options))];
  const rows = checks.map(({ side, what, found: text, passed }) => [side, what, text, passed ? "ok" : "FAILED"]);
  process.stdout.write(`${table(["calendar", "what", "found", "result"], rows)}\n`);
  return { passed: checks.filter(({ passed }) => passed).length, total: checks.length };
}

async function checksOf(side: Side, options: SideOptions): Promise<readonly Check[]> {
  const checks: Check[] = [];
  try {
    for (const group of [readingChecks, changeChecks, faultChecks, killChecks, raceChecks]) {
      checks.push(...(await group(side, options)));
    }
  } finally {
    await side.close();
  }
  return checks;
}
