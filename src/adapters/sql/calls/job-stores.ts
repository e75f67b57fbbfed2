import { type Kysely, type Selectable, sql } from "kysely";
import type {
  Job,
  JobEnd,
  JobFilter,
  JobOrder,
  JobOrders,
  JobQueue,
  JobRecords,
  TakeRequest,
} from "../../../domain/job/ports.ts";
import { systemClock } from "../../system/clock.ts";
import { newId } from "../../system/ids.ts";
import { aboutClinic } from "../clinic-scope.ts";
import { isPostgres } from "../migrations/engine.ts";
import { type ListOrder, behind, containsText } from "../conditions.ts";
import type { ClinicSchema, FleetSchema, JobRow } from "../schema.ts";
import { type Param, fleetChange, fleetStatement } from "../statement.ts";

type FleetJobRow = FleetSchema["jobs"];

const listeners = new Set<() => void>();

/**
 * Notifies every worker of this process when a job is ordered, though the order may not be committed yet: a worker's
 * query waits for the current transaction. Workers find the orders of other processes by polling.
 */
export const orderSignal = {
  ring: (): void => {
    for (const listener of listeners) listener();
  },
  /** @returns a function that stops listening */
  listen: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/** Orders jobs for one clinic. In a transaction of its scope, the orders commit with the transaction's other writes. */
export class SqlJobOrders implements JobOrders {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async order(job: JobOrder): Promise<boolean> {
    const [added] = await this.#clinic
      .insertInto("jobs")
      .values(newJob(job))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const isNew = added?.numInsertedOrUpdatedRows === 1n;
    if (!isNew) await this.#bringForward(job);
    orderSignal.ring();
    return isNew;
  }

  async #bringForward({ kind, key, dueAt }: JobOrder): Promise<void> {
    await this.#clinic
      .updateTable("jobs")
      .set({ dueAt, readyAt: dueAt })
      .where("kind", "=", kind)
      .where("key", "=", key)
      .where("state", "=", "waiting")
      .where("dueAt", ">", dueAt)
      .execute();
  }
}

/** The same in a transaction of the fleet. @param clinicId null: no clinic */
export async function orderFleetJob(
  fleet: Kysely<FleetSchema>,
  job: JobOrder,
  clinicId: string | null,
): Promise<boolean> {
  const isNew = (await addFleetJob(fleet, { ...newJob(job), clinicId })) === 1;
  if (!isNew) await bringFleetJobForward(fleet, job, clinicId);
  orderSignal.ring();
  return isNew;
}

const addFleetJob = fleetChange((fleet, param: Param<FleetJobRow>) =>
  fleet
    .insertInto("jobs")
    .values({
      kind: param("kind"),
      key: param("key"),
      payload: param("payload"),
      dueAt: param("dueAt"),
      id: param("id"),
      state: param("state"),
      readyAt: param("readyAt"),
      attempts: param("attempts"),
      leasedUntil: param("leasedUntil"),
      lastError: param("lastError"),
      createdAt: param("createdAt"),
      endedAt: param("endedAt"),
      clinicId: param("clinicId"),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

async function bringFleetJobForward(
  fleet: Kysely<FleetSchema>,
  { kind, key, dueAt }: JobOrder,
  clinicId: string | null,
): Promise<void> {
  await aboutClinic(fleet, clinicId)
    .updateTable("jobs")
    .set({ dueAt, readyAt: dueAt })
    .where("clinicId", clinicId === null ? "is" : "=", clinicId)
    .where("kind", "=", kind)
    .where("key", "=", key)
    .where("state", "=", "waiting")
    .where("dueAt", ">", dueAt)
    .execute();
}

function newJob(order: JobOrder): JobRow {
  return {
    ...order,
    id: newId(),
    state: "waiting",
    readyAt: order.dueAt,
    attempts: 0,
    leasedUntil: null,
    lastError: null,
    createdAt: systemClock.now(),
    endedAt: null,
  };
}

/**
 * The queue in the installation's own database. A lease is identified by its attempt: settling a job names the attempt,
 * and fails if another worker has started a later one.
 */
export class SqlJobQueue implements JobQueue {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  order(job: JobOrder): Promise<boolean> {
    return orderFleetJob(this.#database, job, null);
  }

  /** Reads before it writes: most polls find nothing, and a write would block other writers. */
  async take({ kinds, limit, now, leasedUntil }: TakeRequest): Promise<readonly Job[]> {
    if (kinds.length === 0) return [];
    const request = { limit, now, leasedUntil };
    const { look, lease } = takingOf(kinds);
    if ((await look(this.#database, request)).length === 0) return [];
    const taken = await lease(this.#database, request);
    return taken.map(toJob).toSorted((one, other) => one.dueAt - other.dueAt || (one.id < other.id ? -1 : 1));
  }

  async extend(job: Job, leasedUntil: number): Promise<boolean> {
    const [result] = await this.#held(job).set({ leasedUntil, readyAt: leasedUntil }).execute();
    return result?.numUpdatedRows === 1n;
  }

  async settle(job: Job, end: JobEnd): Promise<boolean> {
    if (end.state === "done") return (await settleDone(this.#database, { ...job, endedAt: end.endedAt })) === 1;
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

type Taking = Omit<TakeRequest, "kinds">;

const takings = new Map<string, ReturnType<typeof taking>>();

/** A worker asks for the same kinds every time, so each combination is compiled once. */
function takingOf(kinds: readonly string[]): ReturnType<typeof taking> {
  const key = kinds.join(" ");
  const known = takings.get(key) ?? taking(kinds);
  takings.set(key, known);
  return known;
}

function taking(kinds: readonly string[]) {
  const ready = (fleet: Kysely<FleetSchema>, param: Param<Taking>) =>
    fleet
      .selectFrom("jobs")
      .select("id")
      .where("readyAt", "<=", param("now"))
      .where("kind", "in", kinds)
      .orderBy("readyAt")
      .orderBy("id");
  return {
    look: fleetStatement((fleet, param: Param<Taking>) => ready(fleet, param).limit(1)),
    lease: fleetStatement((fleet, param: Param<Taking>) => {
      const untaken = ready(fleet, param).limit(param("limit"));
      return (
        fleet
          .updateTable("jobs")
          .set(({ eb }) => ({
            state: "running",
            readyAt: param("leasedUntil"),
            leasedUntil: param("leasedUntil"),
            attempts: eb("attempts", "+", 1),
          }))
          // Concurrent workers each take jobs of their own; SQLite allows one writer at a time anyway.
          .where("id", "in", isPostgres(fleet) ? untaken.forUpdate().skipLocked() : untaken)
          .where("readyAt", "<=", param("now"))
          .returningAll()
      );
    }),
  };
}

const settleDone = fleetChange((fleet, param: Param<{ id: string; attempts: number; endedAt: number }>) =>
  fleet
    .updateTable("jobs")
    .set({ state: "done", endedAt: param("endedAt"), readyAt: null, leasedUntil: null })
    .where("id", "=", param("id"))
    .where("state", "=", "running")
    .where("attempts", "=", param("attempts")),
);

function settled(end: JobEnd, { attempts }: Job) {
  if (end.state !== "waiting") return { ...end, readyAt: null };
  const { state, dueAt, lastError, isAttempt } = end;
  return { state, dueAt, readyAt: dueAt, lastError, attempts: isAttempt ? attempts : attempts - 1 };
}

export function toJob({ readyAt: _, ...job }: Selectable<FleetSchema["jobs"]>): Job {
  return job;
}

const latestDue: ListOrder = { by: sql.ref("dueAt"), id: sql.ref("id"), direction: "desc" };

export class SqlJobRecords implements JobRecords {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async find(jobId: string): Promise<Job | undefined> {
    const row = await this.#database.selectFrom("jobs").selectAll().where("id", "=", jobId).executeTakeFirst();
    return row === undefined ? undefined : toJob(row);
  }

  async list({ state, kind, after, search, limit }: JobFilter): Promise<readonly Job[]> {
    let query = this.#database
      .selectFrom("jobs")
      .selectAll()
      .orderBy("dueAt", "desc")
      .orderBy("id", "desc")
      .limit(limit);
    if (state !== undefined) query = query.where("state", "=", state);
    if (kind !== undefined) query = query.where("kind", "=", kind);
    if (after !== undefined) query = query.where(behind(latestDue, after));
    if (search !== undefined) query = query.where(containsText(["id", "kind", "key", "lastError"], search));
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
