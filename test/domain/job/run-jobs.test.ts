import { expect, test } from "vitest";
import type { Job, JobKinds, JobOrder, TakeRequest } from "../../../src/domain/job/ports.ts";
import {
  type Alarm,
  type JobPorts,
  JobPutOff,
  JobRefused,
  runJobs,
  untilStopped,
} from "../../../src/domain/job/run-jobs.ts";
import { FakeJobQueue } from "../../fakes/job-queue.ts";

const pace = { concurrency: 3, leaseMs: 1000, pollMs: 100 };

/** Time passes only when the worker is idle, by as much as the test says. */
function stage() {
  const queue = new FakeJobQueue();
  const time = { now: 0 };
  const lines: string[] = [];
  const alarm = handAlarm();
  const say = (_: object, message: string): void => void lines.push(message);
  const log = { info: say, warn: say, error: say };
  const guard = { assertRight: async () => {} };
  const ports: JobPorts = { queue, guard, clock: { now: () => time.now }, alarm, random: () => 1, log };
  const pass = async (milliseconds: number): Promise<void> => {
    time.now += milliseconds;
    alarm.ring();
    await settle();
  };
  return { queue, lines, ports, pass, start: (kinds: JobKinds) => runJobs(kinds, pace, ports) };
}

function handAlarm(): Alarm {
  let wake: (() => void) | undefined;
  let hasRung = false;
  return {
    wait: () =>
      new Promise((resolve) => {
        if (hasRung) resolve();
        else wake = resolve;
        hasRung = false;
      }),
    ring: () => {
      if (wake === undefined) hasRung = true;
      wake?.();
      wake = undefined;
    },
  };
}

async function* longList(): AsyncGenerator<number> {
  for (let each = 0; each < 1000; each += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    yield each;
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function order(kind: string, key = "1", dueAt = 0): JobOrder {
  return { kind, key, payload: "{}", dueAt };
}

test("a due job runs and is done", async () => {
  const { queue, start, pass } = stage();
  const ran: string[] = [];
  await queue.order(order("work", "a"));
  await queue.order(order("work", "later", 500));
  start({ work: { run: async ({ key }) => void ran.push(key) } });
  await settle();
  expect(ran).toEqual(["a"]);
  await pass(500);
  expect(ran).toEqual(["a", "later"]);
  expect(queue.jobs.map(({ state }) => state)).toEqual(["done", "done"]);
});

test("jobs of kinds that this version does not know stay in the queue", async () => {
  const { queue, start, pass } = stage();
  await queue.order(order("of-a-newer-version"));
  start({ work: { run: async () => {} } });
  await pass(1_000_000);
  expect(queue.jobs).toMatchObject([{ state: "waiting", attempts: 0 }]);
});

test("a failing job is retried after doubling pauses, until it is dead", async () => {
  const { queue, lines, start, pass } = stage();
  const began: number[] = [];
  await queue.order(order("work"));
  const clock = { at: 0 };
  start({
    work: {
      attempts: 4,
      firstPauseMs: 100,
      longestPauseMs: 250,
      run: async () => {
        began.push(clock.at);
        throw new Error("no network");
      },
    },
  });
  for (; clock.at <= 1000; clock.at += 50) await pass(clock.at === 0 ? 0 : 50);
  expect(began).toEqual([0, 100, 300, 550]);
  expect(queue.jobs).toMatchObject([{ state: "dead", attempts: 4, lastError: "no network" }]);
  expect(lines).toEqual(["a job failed", "a job failed", "a job failed", "a job is dead"]);
});

test("a job whose handler refuses a retry is dead at once", async () => {
  const { queue, start } = stage();
  await queue.order(order("work"));
  start({ work: { run: () => Promise.reject(new JobRefused("the address does not exist")) } });
  await settle();
  expect(queue.jobs).toMatchObject([{ state: "dead", attempts: 1, lastError: "the address does not exist" }]);
});

test("the reason of a failure contains no phone number", async () => {
  const { queue, start } = stage();
  await queue.order(order("work"));
  start({ work: { run: () => Promise.reject(new Error("400 to_number +14155550199 is not allowed")) } });
  await settle();
  expect(queue.jobs[0]?.lastError).toBe("400 to_number **99 is not allowed");
});

test("a postponed job runs at its new time, without losing an attempt", async () => {
  const { queue, start, pass } = stage();
  let runs = 0;
  await queue.order(order("work"));
  start({
    work: {
      attempts: 1,
      run: async () => {
        runs += 1;
        if (runs < 3) throw new JobPutOff(runs * 400);
      },
    },
  });
  await settle();
  await pass(399);
  expect(runs).toBe(1);
  await pass(1);
  await pass(400);
  expect(runs).toBe(3);
  expect(queue.jobs).toMatchObject([{ state: "done", attempts: 1 }]);
});

test("a job whose process died in every attempt becomes dead, and is not retried forever", async () => {
  const { queue, start, pass } = stage();
  await queue.order(order("work"));
  for (let death = 0; death < 2; death += 1) {
    await queue.take({ kinds: ["work"], limit: 1, now: death, leasedUntil: death + 1 });
  }
  let runs = 0;
  start({ work: { attempts: 2, run: async () => void (runs += 1) } });
  await pass(10);
  expect(queue.jobs).toMatchObject([{ state: "dead", lastError: "its process died in every attempt" }]);
  expect(runs).toBe(0);
});

test("no more jobs run at once than allowed, and the next begins when one ends", async () => {
  const { queue, start } = stage();
  const ends: (() => void)[] = [];
  for (const key of ["a", "b", "c", "d"]) await queue.order(order("work", key));
  start({ work: { run: () => new Promise((resolve) => ends.push(resolve)) } });
  await settle();
  expect(ends).toHaveLength(3);
  ends[0]?.();
  await settle();
  expect(ends).toHaveLength(4);
});

test("a long job keeps its lease, so that no other worker takes it", async () => {
  const { queue, start, pass } = stage();
  let runs = 0;
  await queue.order(order("work"));
  start({ work: { run: () => new Promise(() => (runs += 1)) } });
  for (let waited = 0; waited < 5000; waited += 250) await pass(250);
  expect(runs).toBe(1);
  expect(queue.jobs[0]?.leasedUntil).toBeGreaterThan(5000);
});

test("stopping takes no more jobs, waits for running ones, and returns how many are unfinished", async () => {
  const { queue, start, pass } = stage();
  const ends: (() => void)[] = [];
  await queue.order(order("work", "a"));
  const worker = start({ work: { run: () => new Promise((resolve) => ends.push(resolve)) } });
  await settle();
  const stopped = worker.stop(1000);
  await queue.order(order("work", "b"));
  await settle();
  ends[0]?.();
  expect(await stopped).toBe(0);
  expect(queue.jobs.map(({ state }) => state)).toEqual(["done", "waiting"]);

  const again = start({ work: { run: () => new Promise(() => {}) } });
  await settle();
  const late = again.stop(1000);
  await pass(1000);
  expect(await late).toBe(1);
});

test("a job that goes through a long list ends at a stop, and runs again without having used an attempt", async () => {
  const { queue, start, pass } = stage();
  const seen: number[] = [];
  const kinds: JobKinds = {
    walk: {
      attempts: 1,
      run: async (_, stopping) => {
        for await (const each of untilStopped(longList(), stopping)) seen.push(each);
      },
    },
  };
  await queue.order(order("walk"));
  const worker = start(kinds);
  await settle();
  const stopped = worker.stop(10_000);
  await settle();
  expect(await stopped).toBe(0);
  expect(seen.length).toBeLessThan(1000);
  expect(queue.jobs[0]?.state).toBe("waiting");

  start(kinds);
  while (queue.jobs[0]?.state !== "done") await pass(100);
  expect(seen.filter((each) => each === 999)).toHaveLength(1);
});

test("a periodic kind is ordered once per period, however many workers there are", async () => {
  const { start, pass } = stage();
  const ran: string[] = [];
  const kinds: JobKinds = { tick: { everyMs: 1000, run: async ({ key }) => void ran.push(key) } };
  start(kinds);
  start(kinds);
  for (let waited = 0; waited < 3500; waited += 100) await pass(100);
  expect(ran).toEqual(["1970-01-01T00:00:01.000Z", "1970-01-01T00:00:02.000Z", "1970-01-01T00:00:03.000Z"]);
});

test("a queue that fails for a while is tried again", async () => {
  const queue = new BusyQueue(2);
  const { lines, ports, pass } = stage();
  await queue.order(order("work"));
  runJobs({ work: { run: async () => {} } }, pace, { ...ports, queue });
  for (let turn = 0; turn < 4; turn += 1) await pass(100);
  expect(queue.jobs[0]?.state).toBe("done");
  expect(lines).toEqual(["the queue failed", "the queue failed"]);
});

/** A database that another process locks for the first few queries. */
class BusyQueue extends FakeJobQueue {
  #failures: number;

  constructor(failures: number) {
    super();
    this.#failures = failures;
  }

  override async take(request: TakeRequest): Promise<readonly Job[]> {
    this.#failures -= 1;
    if (this.#failures >= 0) throw new Error("busy");
    return super.take(request);
  }
}

test("a job begins when it is its turn", async () => {
  const { queue, ports } = stage();
  const turns: (() => void)[] = [];
  const ran: string[] = [];
  for (const key of ["a", "b"]) await queue.order(order("work", key));
  const turn = () => new Promise<void>((resolve) => void turns.push(resolve));
  runJobs({ work: { run: async ({ key }) => void ran.push(key) } }, pace, { ...ports, turn });
  await settle();
  expect(ran).toEqual([]);
  turns[0]?.();
  await settle();
  expect(ran).toEqual(["a"]);
  turns[1]?.();
  await settle();
  expect(ran).toEqual(["a", "b"]);
});
