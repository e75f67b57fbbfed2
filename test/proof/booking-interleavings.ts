import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../src/adapters/sqlite/keep-statements.ts";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import type { Store } from "../../src/domain/fleet/ports.ts";
import { instantOf } from "../../src/domain/time/zoned-time.ts";
import { problemsOf } from "./interleavings/check.ts";
import { openArena } from "./interleavings/clinic.ts";
import { fastClock } from "./interleavings/clock.ts";
import {
  type Arena,
  type CallerPlan,
  type Ledger,
  type Task,
  playedSchema,
  repeatedSchema,
} from "./interleavings/messages.ts";
import { randomFrom } from "./interleavings/random.ts";
import { runWorker } from "./interleavings/worker.ts";

const ROLE = "booking-interleavings-worker";
const PROCESSES = 3;
const CALLERS = 8;

interface Stage {
  readonly store: Store;
  readonly workers: readonly ChildProcess[];
  readonly rows: BetterSqlite3.Database;
  readonly startedAt: number;
}

interface Tally {
  readonly problems: readonly string[];
  readonly ledgers: readonly Ledger[];
}

/**
 * Random interleavings of find, hold, book, reschedule and cancel by 8 callers in 3 processes on one SQLite file.
 * Requests with lost answers are repeated, and all processes send one booking at once, like a retried tool call. The
 * control runs the same without transactions and must be caught.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const [runs, controls] = quick ? [16, 8] : [1000, 20];
  const began = performance.now();
  return onStage(async (stage) => {
    const tallies: Tally[] = [];
    for (let index = 0; index < runs; index += 1) tallies.push(await interleave(stage, seed + index * 101, false));
    const bad = tallies.flatMap(({ problems }, index) =>
      problems.length > 0 ? [{ seed: seed + index * 101, problems }] : [],
    );
    let caught = 0;
    for (let index = 0; index < controls; index += 1) {
      const { problems } = await interleave(stage, seed + index * 101, true);
      if (problems.length > 0) caught += 1;
    }
    const sum = (of: (ledger: Ledger) => number): number =>
      tallies.reduce((total, { ledgers }) => total + ledgers.reduce((some, ledger) => some + of(ledger), 0), 0);
    print([
      ["interleavings", runs],
      ["processes, callers", `${PROCESSES}, ${CALLERS}`],
      ["writes answered", sum(({ answers }) => answers)],
      ["of them refused", sum(({ refusals }) => refusals)],
      ["answers lost and asked again", sum(({ repeats }) => repeats)],
      ["interleavings with a problem", bad.length],
      ["control without transactions", `${caught} of ${controls} caught`],
      ["seconds", ((performance.now() - began) / 1000).toFixed(1)],
    ]);
    for (const { seed: failed, problems } of bad.slice(0, 5)) print([[`seed ${failed}`, problems.join("; ")]]);
    return { passed: runs - bad.length + (caught > 0 ? 1 : 0), total: runs + 1 };
  });
}

async function interleave(stage: Stage, seed: number, unguarded: boolean): Promise<Tally> {
  const clock = fastClock(stage.startedAt);
  const arena = await openArena(stage.store, randomFrom(seed), clock.now());
  const callers = Array.from({ length: CALLERS }, (_, index) => callerPlan(seed + index + 1, index));
  const played = await Promise.all(
    stage.workers.map((worker, turn) =>
      ask(worker, {
        kind: "play",
        arena,
        callers: callers.filter((_, index) => index % PROCESSES === turn),
        unguarded,
      }),
    ),
  );
  const ledgers = played.flatMap((answer) => playedSchema.parse(answer).ledgers);
  const retried = unguarded ? undefined : await retryEverywhere(stage, arena, seed);
  const all = retried === undefined ? ledgers : [...ledgers, retried];
  return { ledgers: all, problems: problemsOf(stage.rows, arena.clinicId, { ledgers: all, now: clock.now() }) };
}

/** The same call books the same slot from every process at once: one appointment, and one id for all. */
async function retryEverywhere({ workers, store }: Stage, arena: Arena, seed: number): Promise<Ledger> {
  const caller = callerPlan(seed, CALLERS);
  // Before everyone else's hours, so that no room is in use.
  const startsAt = instantOf(arena.date, "06:00", arena.timezone);
  const scope = store.scope(arena.clinicId);
  await scope.openingHours.setForDoctor(arena.quietDoctorId, {
    ...(await scope.openingHours.ofClinic()),
    ...everyDay({ opens: "06:00", closes: "07:30" }),
  });
  const [type] = await scope.booking.stores.types.list();
  const task = { kind: "repeat", arena, caller, startsAt, typeId: type?.id ?? null } as const;
  const ids = (await Promise.all(workers.map((worker) => ask(worker, task)))).map(
    (each) => repeatedSchema.parse(each).id,
  );
  const [id = ""] = ids;
  return {
    callId: caller.callId,
    patient: caller.patient.phone,
    appointments: [{ id, doctorId: arena.quietDoctorId, startsAt, status: "scheduled" }],
    answers: ids.length,
    refusals: 0,
    repeats: ids.length - 1,
    problems: ids.every((each) => each === id) ? [] : [`one call booking at once got ${ids.join(", ")}`],
  };
}

function everyDay(interval: { readonly opens: string; readonly closes: string }) {
  const day = [interval];
  return { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
}

function callerPlan(seed: number, index: number): CallerPlan {
  const patient = { name: `Patient ${index} Test`, phone: `+229019700${String(index).padStart(4, "0")}` };
  return { seed, callId: `call-${seed}-${index}`, patient };
}

async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-interleavings-"));
  const path = join(folder, "bookings.db");
  const startedAt = Date.now();
  const database = await openDatabase(path, "sandbox");
  const rows = keepStatements(new BetterSqlite3(path, { readonly: true }));
  const self = fileURLToPath(import.meta.url);
  const workers = Array.from({ length: PROCESSES }, () => fork(self, [ROLE, path, String(startedAt)]));
  try {
    await Promise.all(workers.map((worker) => answerOf(worker)));
    return await work({ store: sqlStore(database), workers, rows, startedAt });
  } finally {
    for (const worker of workers) worker.disconnect();
    rows.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function ask(worker: ChildProcess, task: Task): Promise<unknown> {
  const answer = answerOf(worker);
  worker.send(task);
  return answer;
}

function answerOf(worker: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a process ended with ${String(code)}`));
    worker.once("exit", ended);
    worker.once("message", (message: unknown) => {
      worker.off("exit", ended);
      resolve(message);
    });
  });
}

function print(lines: readonly (readonly [string, string | number])[]): void {
  for (const [label, value] of lines) process.stdout.write(`${label.padEnd(30)} ${value}\n`);
}

const [, , role, path, startedAt] = process.argv;
if (role === ROLE && path !== undefined) await runWorker(path, Number(startedAt));
