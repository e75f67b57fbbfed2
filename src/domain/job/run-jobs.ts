import { type Clock, HOUR_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import type { ClockGuard } from "../time/clock-guard.ts";
import type { Job, JobEnd, JobKind, JobKinds, JobOrder, JobQueue } from "./ports.ts";

/** The next due job of each periodic kind. Its key is the due time, so that all processes order the same job. */
export function occurrencesAhead(kinds: JobKinds, now: number): readonly JobOrder[] {
  return Object.entries(kinds).flatMap(([kind, { everyMs }]) => {
    if (everyMs === undefined) return [];
    const dueAt = (Math.floor(now / everyMs) + 1) * everyMs;
    return [{ kind, key: new Date(dueAt).toISOString(), payload: "{}", dueAt }];
  });
}

/** Thrown by a handler whose work is not due yet; it does not count as an attempt. */
export class JobPutOff extends Error {
  override readonly name = "JobPutOff";
  readonly dueAt: number;

  constructor(dueAt: number) {
    super("put off");
    this.dueAt = dueAt;
  }
}

/** Goes through a long list while the program runs. @throws JobPutOff when it stops: the job then runs again elsewhere */
export async function* untilStopped<T>(list: AsyncIterable<T>, stopping: AbortSignal | undefined): AsyncGenerator<T> {
  for await (const each of list) {
    if (stopping?.aborted === true) throw new JobPutOff(0);
    yield each;
  }
}

/** Thrown by a handler when a retry cannot help: the job is dead at once. */
export class JobRefused extends Error {
  override readonly name = "JobRefused";
}

interface Failed {
  readonly job: Job;
  readonly kind: JobKind;
  readonly error: unknown;
}

const defaults = { attempts: 10, firstPauseMs: 1000, longestPauseMs: HOUR_MS } as const;

/** @param random from 0 to 1, spreads simultaneous failures over half of the pause */
export function endOfFailed({ job, kind, error }: Failed, { now, random }: { now: number; random: number }): JobEnd {
  if (error instanceof JobPutOff) {
    return { state: "waiting", dueAt: error.dueAt, lastError: job.lastError, isAttempt: false };
  }
  const lastError = reasonOf(error);
  if (error instanceof JobRefused || job.attempts >= attemptsOf(kind))
    return { state: "dead", endedAt: now, lastError };
  return { state: "waiting", dueAt: now + pauseAfter(job.attempts, kind, random), lastError, isAttempt: true };
}

/** Whether the process died in every attempt, so that no attempt was recorded as failed. */
export function isSpent(job: Job, kind: JobKind): boolean {
  return job.attempts > attemptsOf(kind);
}

export function attemptsOf({ attempts = defaults.attempts }: JobKind): number {
  return attempts;
}

/** Doubles with each failure up to the longest pause; the result is random, from half of that pause to all of it. */
function pauseAfter(attempts: number, kind: JobKind, random: number): number {
  const { firstPauseMs = defaults.firstPauseMs, longestPauseMs = defaults.longestPauseMs } = kind;
  const pause = Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);
  return Math.round(pause * (0.5 + random / 2));
}

const LONGEST_REASON = 500;

/** The reason is stored and logged, so phone numbers are removed, even from errors of other code. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.replaceAll(/\+\d{4,13}(?=\d\d)/gu, "**").slice(0, LONGEST_REASON);
}

/** Wakes the waiting side; a ring while no one waits counts for the next wait. */
export interface Alarm {
  /** Waits for a ring, at most this long. */
  wait(milliseconds: number): Promise<void>;
  ring(): void;
}

/** Never pass a patient's name or a phone number. */
export interface JobLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface JobPorts {
  readonly queue: JobQueue;
  readonly clock: Clock;
  /** While the clock is wrong, no job starts. */
  readonly guard: Pick<ClockGuard, "assertRight">;
  /** Rings when this process orders a job. */
  readonly alarm: Alarm;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: JobLog;
  /**
   * Resolves when a job may begin: in a process that answers callers, callers go first. If absent, jobs begin at once.
   */
  readonly turn?: () => Promise<void>;
}

export interface JobPace {
  /** Concurrent jobs. */
  readonly concurrency: number;
  /** How long until a dead process's job is taken again. */
  readonly leaseMs: number;
  /** How often to look for jobs that became due or were ordered by other processes. */
  readonly pollMs: number;
}

export const usualPace: JobPace = { concurrency: 8, leaseMs: 30_000, pollMs: 1000 };

export interface RunningJobs {
  /**
   * Takes no more jobs and waits this long for running ones. Unfinished jobs run again elsewhere
   * when their lease expires. @returns how many
   */
  stop(patienceMs: number): Promise<number>;
}

/** Runs jobs until stopped. */
export function runJobs(kinds: JobKinds, pace: JobPace, ports: JobPorts): RunningJobs {
  const worker = new Worker(kinds, pace, ports);
  const ended = worker.run();
  return {
    stop: async (patienceMs) => {
      worker.stop(patienceMs);
      await ended;
      return worker.atHand;
    },
  };
}

const MOST_AT_ONCE = 50;

/** Runs the jobs due at the clock's time, one after the other, including those they order for the same time. */
export async function runDueJobs(kinds: JobKinds, ports: Omit<JobPorts, "guard" | "alarm" | "turn">): Promise<void> {
  const { queue, clock } = ports;
  for (;;) {
    const now = clock.now();
    const leasedUntil = now + usualPace.leaseMs;
    const jobs = await queue.take({ kinds: Object.keys(kinds), limit: MOST_AT_ONCE, now, leasedUntil });
    if (jobs.length === 0) return;
    for (const job of jobs) await queue.settle(job, await endOf(job, kinds, ports));
  }
}

type EndPorts = Pick<JobPorts, "clock" | "random" | "log" | "turn">;

async function endOf(job: Job, kinds: JobKinds, ports: EndPorts, stopping?: AbortSignal): Promise<JobEnd> {
  const kind = kinds[job.kind];
  if (kind === undefined) return { state: "waiting", dueAt: job.dueAt, lastError: job.lastError, isAttempt: false };
  if (isSpent(job, kind)) {
    return endAfter({ job, kind, error: new Error(job.lastError ?? "its process died in every attempt") }, ports);
  }
  try {
    await ports.turn?.();
    await kind.run(job, stopping);
    return { state: "done", endedAt: ports.clock.now() };
  } catch (error) {
    return endAfter({ job, kind, error }, ports);
  }
}

function endAfter(failed: Failed, { clock, random, log }: EndPorts): JobEnd {
  const end = endOfFailed(failed, { now: clock.now(), random: random() });
  const { id, kind: name, attempts } = failed.job;
  if (end.state === "dead") log.error({ job: id, kind: name, attempts, reason: end.lastError }, "a job is dead");
  if (end.state === "waiting" && end.isAttempt) {
    log.warn({ job: id, kind: name, attempts, reason: end.lastError, dueAt: end.dueAt }, "a job failed");
  }
  return end;
}

interface Held {
  readonly job: Job;
  leasedUntil: number;
}

class Worker {
  readonly #kinds: JobKinds;
  readonly #pace: JobPace;
  readonly #ports: JobPorts;
  readonly #held = new Map<string, Held>();
  readonly #ordered = new Map<string, string>();
  readonly #stopping = new AbortController();
  #stopAt: number | undefined;
  #trouble: string | undefined;

  constructor(kinds: JobKinds, pace: JobPace, ports: JobPorts) {
    this.#kinds = kinds;
    this.#pace = pace;
    this.#ports = ports;
  }

  get atHand(): number {
    return this.#held.size;
  }

  stop(patienceMs: number): void {
    this.#stopAt = this.#ports.clock.now() + patienceMs;
    this.#stopping.abort();
    this.#ports.alarm.ring();
  }

  async run(): Promise<void> {
    const { alarm } = this.#ports;
    while (this.#stopAt === undefined) {
      const began = await this.#trying(() => this.#begin());
      if (began !== true) await alarm.wait(Math.min(this.#pace.pollMs, this.#pace.leaseMs / 4));
    }
    await this.#drain(this.#stopAt);
  }

  async #drain(stopAt: number): Promise<void> {
    const { alarm, clock } = this.#ports;
    for (let left = stopAt - clock.now(); left > 0 && this.#held.size > 0; left = stopAt - clock.now()) {
      await this.#trying(() => this.#keepLeases());
      await alarm.wait(Math.min(left, this.#pace.leaseMs / 4));
    }
  }

  /** @returns whether a job was started */
  async #begin(): Promise<boolean> {
    const { queue, clock, guard } = this.#ports;
    const now = clock.now();
    await guard.assertRight(now);
    await this.#keepLeases();
    await this.#orderOccurrences(now);
    const limit = this.#pace.concurrency - this.#held.size;
    if (limit <= 0) return false;
    const leasedUntil = now + this.#pace.leaseMs;
    const jobs = await queue.take({ kinds: Object.keys(this.#kinds), limit, now, leasedUntil });
    for (const job of jobs) void this.#trying(() => this.#carryOut(job, leasedUntil));
    return jobs.length > 0;
  }

  async #carryOut(job: Job, leasedUntil: number): Promise<void> {
    const hold = `${job.id} ${job.attempts}`;
    this.#held.set(hold, { job, leasedUntil });
    try {
      const end = await endOf(job, this.#kinds, this.#ports, this.#stopping.signal);
      const isSettled = await this.#ports.queue.settle(job, end);
      if (!isSettled) this.#tellLost(job);
    } finally {
      this.#held.delete(hold);
      this.#ports.alarm.ring();
    }
  }

  async #keepLeases(): Promise<void> {
    const { queue, clock } = this.#ports;
    const now = clock.now();
    for (const held of this.#held.values()) {
      if (held.leasedUntil - now > this.#pace.leaseMs / 2) continue;
      held.leasedUntil = now + this.#pace.leaseMs;
      if (!(await queue.extend(held.job, held.leasedUntil))) this.#tellLost(held.job);
    }
  }

  #tellLost({ id, kind }: Job): void {
    this.#ports.log.warn({ job: id, kind }, "a job outlived its lease and runs elsewhere");
  }

  async #orderOccurrences(now: number): Promise<void> {
    const { queue } = this.#ports;
    for (const occurrence of occurrencesAhead(this.#kinds, now)) {
      if (this.#ordered.get(occurrence.kind) === occurrence.key) continue;
      await queue.order(occurrence);
      this.#ordered.set(occurrence.kind, occurrence.key);
    }
  }

  /** A busy or unreachable database is tried again later. */
  async #trying<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.#trouble = undefined;
      return result;
    } catch (error) {
      const trouble = error instanceof AscendiaError ? error.message : undefined;
      if (trouble === undefined || trouble !== this.#trouble) this.#tellTrouble(error);
      this.#trouble = trouble;
      return undefined;
    }
  }

  #tellTrouble(error: unknown): void {
    const { log } = this.#ports;
    if (error instanceof AscendiaError) log.error({ reason: error.message, hint: error.hint }, "no jobs are run");
    else log.error({ stack: error instanceof Error ? error.stack : String(error) }, "the queue failed");
  }
}
