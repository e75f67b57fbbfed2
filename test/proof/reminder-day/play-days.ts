import { SqlJobQueue } from "../../../src/adapters/sql/calls/job-stores.ts";
import type { Job, JobEnd } from "../../../src/domain/job/ports.ts";
import { endOfFailed } from "../../../src/domain/job/run-jobs.ts";
import type { ProofWorld } from "./world.ts";

export interface Days {
  readonly from: number;
  readonly to: number;
  /** How often reminders are ordered. */
  readonly everyMs: number;
}

/** Moves the clock to each next event: jobs, what the sandbox plays, and the runs of reminders. */
export async function playDays({ from, to, everyMs }: Days, world: ProofWorld): Promise<number> {
  const { time, player, database } = world;
  const queue = new SqlJobQueue(database.fleet);
  let jobs = 0;
  for (let at: number | null = from; at !== null && at <= to; at = await nextAt(world)) {
    time.moveTo(at);
    const run = (Math.floor(at / everyMs) + 1) * everyMs;
    await queue.order({ kind: "reminders", key: String(run), payload: "{}", dueAt: run });
    for (let ran = -1; ran !== 0; ran = await runDue(queue, world)) {
      jobs += Math.max(ran, 0);
      await player.quiet();
    }
  }
  return jobs;
}

const atOnce = 8;
const leaseMs = 3_600_000;

/** Works like the worker, but runs only what is due now. @returns how many jobs ran */
async function runDue(queue: SqlJobQueue, { time, kinds }: ProofWorld): Promise<number> {
  const now = time.now();
  const asked = { kinds: Object.keys(kinds), limit: atOnce, now, leasedUntil: now + leaseMs };
  const jobs = await queue.take(asked);
  await Promise.all(jobs.map(async (job) => queue.settle(job, await endOf(job, { time, kinds }))));
  return jobs.length;
}

async function endOf(job: Job, { time, kinds }: Pick<ProofWorld, "time" | "kinds">): Promise<JobEnd> {
  const kind = kinds[job.kind];
  if (kind === undefined) throw new Error(`nothing runs ${job.kind}`);
  try {
    await kind.run(job);
    return { state: "done", endedAt: time.now() };
  } catch (error) {
    return endOfFailed({ job, kind, error }, { now: time.now(), random: 0.5 });
  }
}

async function nextAt({ time, database, kinds }: ProofWorld): Promise<number | null> {
  const { dueAt } = await database.fleet
    .selectFrom("jobs")
    .select(({ fn }) => fn.min("readyAt").as("dueAt"))
    .where("kind", "in", Object.keys(kinds))
    .executeTakeFirstOrThrow();
  const due = [dueAt, time.next()].filter((instant) => instant !== null);
  return due.length === 0 ? null : Math.max(Math.min(...due), time.now());
}
