import type { Job, JobEnd, JobOrder, JobQueue, TakeRequest } from "../../src/domain/job/ports.ts";

/** Jobs in memory, following the port's contract. */
export class FakeJobQueue implements JobQueue {
  readonly jobs: Job[] = [];

  async order(order: JobOrder): Promise<boolean> {
    const index = this.jobs.findIndex(({ kind, key }) => kind === order.kind && key === order.key);
    const known = this.jobs[index];
    if (known === undefined) {
      const fresh = { state: "waiting", attempts: 0, leasedUntil: null, lastError: null, endedAt: null } as const;
      this.jobs.push({ ...order, ...fresh, id: `job-${this.jobs.length + 1}`, clinicId: null, createdAt: 0 });
      return true;
    }
    if (known.state === "waiting" && order.dueAt < known.dueAt) this.jobs[index] = { ...known, dueAt: order.dueAt };
    return false;
  }

  async take({ kinds, limit, now, leasedUntil }: TakeRequest): Promise<readonly Job[]> {
    const ready = this.jobs
      .filter(({ kind }) => kinds.includes(kind))
      .filter((job) => readyAt(job) <= now)
      .toSorted((one, other) => readyAt(one) - readyAt(other))
      .slice(0, limit);
    return ready.map((job) => this.#put({ ...job, state: "running", leasedUntil, attempts: job.attempts + 1 }));
  }

  async extend(job: Job, leasedUntil: number): Promise<boolean> {
    const held = this.#held(job);
    if (held !== undefined) this.#put({ ...held, leasedUntil });
    return held !== undefined;
  }

  async settle(job: Job, end: JobEnd): Promise<boolean> {
    const held = this.#held(job);
    if (held === undefined) return false;
    if (end.state !== "waiting") this.#put({ ...held, ...end, leasedUntil: null });
    else {
      const { isAttempt, ...waiting } = end;
      this.#put({ ...held, ...waiting, leasedUntil: null, attempts: held.attempts - (isAttempt ? 0 : 1) });
    }
    return true;
  }

  async forget(doneBefore: number): Promise<number> {
    const kept = this.jobs.filter(({ state, endedAt }) => state !== "done" || (endedAt ?? 0) >= doneBefore);
    return this.jobs.splice(0, this.jobs.length, ...kept).length - kept.length;
  }

  #held({ id, attempts }: Job): Job | undefined {
    return this.jobs.find((job) => job.id === id && job.state === "running" && job.attempts === attempts);
  }

  #put(job: Job): Job {
    this.jobs[this.jobs.findIndex(({ id }) => id === job.id)] = job;
    return job;
  }
}

function readyAt({ state, dueAt, leasedUntil }: Job): number {
  if (state === "waiting") return dueAt;
  return state === "running" ? (leasedUntil ?? Infinity) : Infinity;
}
