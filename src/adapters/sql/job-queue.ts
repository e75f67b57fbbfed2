import type { Kysely, Selectable } from "kysely";
import type { Job, JobEnd, JobOrder, JobQueue, TakeRequest } from "../../domain/job/ports.ts";
import { orderFleetJob } from "./job-orders.ts";
import type { FleetSchema } from "./schema.ts";

/**
 * The queue in the installation's own database. A lease is told by the attempt it began: whoever settles names it, and
 * is refused when another has begun a later one.
 */
export class SqlJobQueue implements JobQueue {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  order(job: JobOrder): Promise<boolean> {
    return orderFleetJob(this.#database, job, null);
  }

  /** Asks before it writes: most questions find nothing, and a write would hold up others. */
  async take({ kinds, limit, now, leasedUntil }: TakeRequest): Promise<readonly Job[]> {
    if (kinds.length === 0) return [];
    const ready = this.#database
      .selectFrom("jobs")
      .select("id")
      .where("readyAt", "<=", now)
      .where("kind", "in", kinds)
      .orderBy("readyAt")
      .orderBy("id");
    if ((await ready.limit(1).executeTakeFirst()) === undefined) return [];
    const taken = await this.#database
      .updateTable("jobs")
      .set(({ eb }) => ({ state: "running", readyAt: leasedUntil, leasedUntil, attempts: eb("attempts", "+", 1) }))
      .where("id", "in", ready.limit(limit))
      .where("readyAt", "<=", now)
      .returningAll()
      .execute();
    return taken.map(toJob).toSorted((one, other) => one.dueAt - other.dueAt);
  }

  async extend(job: Job, leasedUntil: number): Promise<boolean> {
    const [result] = await this.#held(job).set({ leasedUntil, readyAt: leasedUntil }).execute();
    return result?.numUpdatedRows === 1n;
  }

  async settle(job: Job, end: JobEnd): Promise<boolean> {
    const [result] = await this.#held(job)
      .set({ ...settled(end, job), leasedUntil: null })
      .execute();
    return result?.numUpdatedRows === 1n;
  }

  async forget(doneBefore: number): Promise<number> {
    const result = await this.#database
      .deleteFrom("jobs")
      .where("state", "=", "done")
      .where("endedAt", "<", doneBefore)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }

  #held({ id, attempts }: Job) {
    return this.#database
      .updateTable("jobs")
      .where("id", "=", id)
      .where("state", "=", "running")
      .where("attempts", "=", attempts);
  }
}

function settled(end: JobEnd, { attempts }: Job) {
  if (end.state !== "waiting") return { ...end, readyAt: null };
  const { state, dueAt, lastError, isAttempt } = end;
  return { state, dueAt, readyAt: dueAt, lastError, attempts: isAttempt ? attempts : attempts - 1 };
}

export function toJob({ readyAt: _, ...job }: Selectable<FleetSchema["jobs"]>): Job {
  return job;
}
