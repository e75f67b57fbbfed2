import type { Kysely } from "kysely";
import type { Job, JobFilter, JobRecords } from "../../domain/job/ports.ts";
import { toJob } from "./job-queue.ts";
import { orderSignal } from "./order-signal.ts";
import type { FleetSchema } from "./schema.ts";

export class SqlJobRecords implements JobRecords {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async find(jobId: string): Promise<Job | undefined> {
    const row = await this.#database.selectFrom("jobs").selectAll().where("id", "=", jobId).executeTakeFirst();
    return row === undefined ? undefined : toJob(row);
  }

  async list({ state, kind, limit }: JobFilter): Promise<readonly Job[]> {
    let query = this.#database
      .selectFrom("jobs")
      .selectAll()
      .orderBy("dueAt", "desc")
      .orderBy("id", "desc")
      .limit(limit);
    if (state !== undefined) query = query.where("state", "=", state);
    if (kind !== undefined) query = query.where("kind", "=", kind);
    return (await query.execute()).map(toJob);
  }

  async count() {
    const rows = await this.#database
      .selectFrom("jobs")
      .select(({ fn }) => ["kind", "state", fn.countAll().as("jobs")])
      .groupBy(["kind", "state"])
      .orderBy("kind")
      .orderBy("state")
      .execute();
    return rows.map(({ kind, state, jobs }) => ({ kind, state, jobs: Number(jobs) }));
  }

  async revive(jobId: string, now: number): Promise<boolean> {
    const [result] = await this.#database
      .updateTable("jobs")
      .set({ state: "waiting", dueAt: now, readyAt: now, attempts: 0, leasedUntil: null, endedAt: null })
      .where("id", "=", jobId)
      .where("state", "<>", "running")
      .execute();
    orderSignal.ring();
    return result?.numUpdatedRows === 1n;
  }
}
