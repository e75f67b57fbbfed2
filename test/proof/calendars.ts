import { table } from "../../src/terminal/table.ts";
import { changeChecks } from "./calendars/changes.ts";
import type { Check } from "./calendars/check.ts";
import { faultChecks } from "./calendars/faults.ts";
import { killChecks } from "./calendars/kills.ts";
import { radicale } from "./calendars/radicale.ts";
import { raceChecks } from "./calendars/race.ts";
import { readingChecks } from "./calendars/reading.ts";
import type { Side } from "./calendars/side.ts";
import { syncChecks } from "./calendars/syncs.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

const SIDES: readonly (() => Promise<Side>)[] = [radicale];

/**
 * A calendar kept elsewhere, on real servers over HTTP: what stands in it is not offered, what is booked stands in it
 * once, what is changed there follows, nothing of others changes, and no fault or kill makes two of one.
 */
export async function run(options: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const checks: Check[] = [];
  for (const open of SIDES) {
    const side = await open();
    try {
      for (const group of [readingChecks, changeChecks, faultChecks, killChecks, raceChecks]) {
        checks.push(...(await group(side, options)));
      }
    } finally {
      await side.close();
    }
  }
  checks.push(...(await syncChecks(options)));
  const rows = checks.map(({ side, what, found, passed }) => [side, what, found, passed ? "ok" : "FAILED"]);
  process.stdout.write(`${table(["calendar", "what", "found", "result"], rows)}\n`);
  return { passed: checks.filter(({ passed }) => passed).length, total: checks.length };
}
