import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { migrate } from "../../src/adapters/sql/migrations/migrate.ts";
import { openSqlite } from "../../src/adapters/sql/sqlite/sqlite.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import type { Store } from "../../src/domain/fleet/ports.ts";
import { addDays } from "../../src/domain/time/wall-date.ts";
import { startOfDay } from "../../src/domain/time/zoned-time.ts";
import { table } from "../../src/terminal/table.ts";
import { type Scene, canBook, offered, openScene } from "./slot-properties/clinic.ts";
import { type ClockChange, clockChanges } from "./slot-properties/clock-changes.ts";
import { type Expected, expectedSlots } from "./slot-properties/oracle.ts";
import { type Situation, situation } from "./slot-properties/situation.ts";

const minute = 60_000;

interface Trial {
  readonly change: ClockChange;
  readonly given: Situation;
  /** One of this many starts of the day is tried; 1 tries every five minutes. */
  readonly sparsity: number;
}

interface Verdict {
  readonly slots: number;
  readonly tried: number;
  readonly problems: readonly string[];
}

/**
 * On real SQLite, for every zone and the day of its every clock change from 2024 to 2032: the offered slots are those
 * that follow from a plain reading of the rules, and those for which booking succeeds. Then the same for random days,
 * with a booking tried every five minutes.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-slots-"));
  const database = openSqlite(join(folder, "slots.db"), { synchronous: "OFF" });
  try {
    await migrate(database);
    const store = sqlStore(database);
    const all = clockChanges();
    const changes = quick ? shuffled(all, seed).slice(0, 80) : all;
    const wide = await runAll(trials(changes, seed, 24), store);
    const deep = await runAll(trials(shuffled(all, seed + 1).slice(0, quick ? 5 : 100), seed + 2, 1), store);
    print([
      ["zones", String(new Set(changes.map(({ zone }) => zone)).size)],
      ["days with a clock change (or one a zone)", `${changes.length} of ${all.length}`],
      ["slots offered, as the rules say", String(wide.slots + deep.slots)],
      ["bookings tried", String(wide.tried + deep.tried)],
      ["days tried every 5 minutes", String(deep.total)],
    ]);
    for (const problem of [...wide.problems, ...deep.problems].slice(0, 5)) process.stdout.write(`${problem}\n`);
    return { passed: wide.passed + deep.passed, total: wide.total + deep.total };
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function trials(changes: readonly ClockChange[], seed: number, sparsity: number): readonly Trial[] {
  const situations = fc.sample(situation, { numRuns: changes.length, seed });
  return changes.flatMap((change, index) => {
    const given = situations[index];
    return given === undefined ? [] : [{ change, given, sparsity }];
  });
}

async function runAll(given: readonly Trial[], store: Store) {
  const verdicts: Verdict[] = [];
  for (const [index, trial] of given.entries()) verdicts.push(await judge(trial, store, index));
  return {
    total: verdicts.length,
    passed: verdicts.filter(({ problems }) => problems.length === 0).length,
    slots: verdicts.reduce((sum, { slots }) => sum + slots, 0),
    tried: verdicts.reduce((sum, { tried }) => sum + tried, 0),
    problems: verdicts.flatMap(({ problems }) => problems),
  };
}

async function judge({ change, given, sparsity }: Trial, store: Store, index: number): Promise<Verdict> {
  const scene = await openScene(given, change, store);
  const slots = await offered(scene);
  const offers = new Set(slots.map((slot) => keyOf(slot)));
  const expected = new Set((await expectedSlots(scene)).map((slot) => keyOf(slot)));
  const where = `${change.zone} ${change.date} ${JSON.stringify(given)}`;
  const problems = [
    ...[...offers].filter((key) => !expected.has(key)).map((key) => `offered against the rules: ${key} ${where}`),
    ...[...expected].filter((key) => !offers.has(key)).map((key) => `not offered: ${key} ${where}`),
  ];
  const starts = startsOf(scene, sparsity, index);
  const bookable = await Promise.all(starts.map((start) => canBook(start, scene.ports)));
  const different = starts.filter((start, place) => offers.has(keyOf(start)) !== bookable[place]);
  const wrong = different.map(({ startsAt }) => `offered is not bookable: ${startsAt} ${where}`);
  return { slots: slots.length, tried: starts.length, problems: [...problems, ...wrong] };
}

function keyOf({ doctorId, typeId, startsAt }: Expected): string {
  return `${doctorId} ${typeId ?? ""} ${startsAt}`;
}

/** Starts over the whole day, for one doctor and one type, which rotate over the trials. */
function startsOf({ zone, date, doctorIds, typeIds }: Scene, sparsity: number, index: number) {
  const from = startOfDay(date, zone) + (index % sparsity) * 5 * minute;
  const to = startOfDay(addDays(date, 1), zone);
  const doctorId = doctorIds[index % doctorIds.length] ?? "";
  const typeId = typeIds[index % Math.max(1, typeIds.length)] ?? null;
  const length = Math.max(0, Math.ceil((to - from) / (sparsity * 5 * minute)));
  return Array.from({ length }, (_, turn) => ({ doctorId, typeId, startsAt: from + turn * sparsity * 5 * minute }));
}

/** In random order, the same for the same seed. */
function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  const [order = []] = fc.sample(
    fc.shuffledSubarray([...values.keys()], { minLength: values.length, maxLength: values.length }),
    { numRuns: 1, seed },
  );
  return order.flatMap((index) => values.slice(index, index + 1));
}

function print(lines: readonly (readonly [string, string])[]): void {
  process.stdout.write(`${table(["what", "count"], lines)}\n`);
}
