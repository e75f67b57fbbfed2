import type { Clock } from "../time/ports.ts";
import { occurrencesAhead } from "./occurrences.ts";
import { endOfFailed, isSpent } from "./job-end.ts";
import type { Job, JobEnd, JobKind, JobKinds, JobQueue } from "./ports.ts";

/** Wakes who waits; a ring while nobody waits is kept for the next. */
export interface Alarm {
  /** Until it rings, at most so long. */
  wait(milliseconds: number): Promise<void>;
  ring(): void;
}

/** No name of a patient and no phone number goes in. */
export interface JobLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface JobPorts {
  readonly queue: JobQueue;
  readonly clock: Clock;
  /** Rings when a job was ordered in this process. */
  readonly alarm: Alarm;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: JobLog;
}

export interface JobPace {
  /** So many at once. */
  readonly concurrency: number;
  /** A job whose process died is taken again after so long. */
  readonly leaseMs: number;
  /** Other processes' orders and what has become due are looked for so often. */
  readonly pollMs: number;
}

export const usualPace: JobPace = { concurrency: 8, leaseMs: 30_000, pollMs: 1000 };

export interface RunningJobs {
  /**
   * Takes no more and waits for those at hand, at most so long. Those that are not done by then run again elsewhere
   * when their lease is over. @returns how many
   */
  stop(patienceMs: number): Promise<number>;
}

/** Runs jobs until it is stopped. */
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
  #stopAt: number | undefined;

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

  /** @returns whether there was any to begin */
  async #begin(): Promise<boolean> {
    const { queue, clock } = this.#ports;
    await this.#keepLeases();
    await this.#orderOccurrences();
    const limit = this.#pace.concurrency - this.#held.size;
    if (limit <= 0) return false;
    const now = clock.now();
    const leasedUntil = now + this.#pace.leaseMs;
    const jobs = await queue.take({ kinds: Object.keys(this.#kinds), limit, now, leasedUntil });
    for (const job of jobs) void this.#trying(() => this.#carryOut(job, leasedUntil));
    return jobs.length > 0;
  }

  async #carryOut(job: Job, leasedUntil: number): Promise<void> {
    const hold = `${job.id} ${job.attempts}`;
    this.#held.set(hold, { job, leasedUntil });
    try {
      const isSettled = await this.#ports.queue.settle(job, await this.#endOf(job));
      if (!isSettled) this.#tellLost(job);
    } finally {
      this.#held.delete(hold);
      this.#ports.alarm.ring();
    }
  }

  async #endOf(job: Job): Promise<JobEnd> {
    const { clock } = this.#ports;
    const kind = this.#kinds[job.kind];
    if (kind === undefined) return { state: "waiting", dueAt: job.dueAt, lastError: job.lastError, isAttempt: false };
    if (isSpent(job, kind)) {
      return this.#failed(job, kind, new Error(job.lastError ?? "its process died in every attempt"));
    }
    try {
      await kind.run(job);
      return { state: "done", endedAt: clock.now() };
    } catch (error) {
      return this.#failed(job, kind, error);
    }
  }

  #failed(job: Job, kind: JobKind, error: unknown): JobEnd {
    const { clock, random, log } = this.#ports;
    const end = endOfFailed({ job, kind, error }, { now: clock.now(), random: random() });
    const { id, kind: name, attempts } = job;
    if (end.state === "dead") log.error({ job: id, kind: name, attempts, reason: end.lastError }, "a job is dead");
    if (end.state === "waiting" && end.isAttempt) {
      log.warn({ job: id, kind: name, attempts, reason: end.lastError, dueAt: end.dueAt }, "a job failed");
    }
    return end;
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
    this.#ports.log.warn({ job: id, kind }, "a job took longer than its lease and runs elsewhere");
  }

  async #orderOccurrences(): Promise<void> {
    const { queue, clock } = this.#ports;
    for (const occurrence of occurrencesAhead(this.#kinds, clock.now())) {
      if (this.#ordered.get(occurrence.kind) === occurrence.key) continue;
      await queue.order(occurrence);
      this.#ordered.set(occurrence.kind, occurrence.key);
    }
  }

  /** A database that is busy, or gone, is asked again later. */
  async #trying<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#ports.log.error({ stack: error instanceof Error ? error.stack : String(error) }, "the queue failed");
      return undefined;
    }
  }
}
