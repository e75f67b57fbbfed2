import type { Kysely } from "kysely";
import type { JobOrder, JobOrders } from "../../domain/job/ports.ts";
import { systemClock } from "../system/clock.ts";
import { newId } from "../system/ids.ts";
import { orderSignal } from "./order-signal.ts";
import type { ClinicSchema, FleetSchema, JobRow } from "./schema.ts";

/** Orders for one clinic; on a transaction of its scope, with all else that the transaction writes. */
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

/** The same for a transaction of the fleet. @param clinicId null: of no clinic */
export async function orderFleetJob(
  fleet: Kysely<FleetSchema>,
  job: JobOrder,
  clinicId: string | null,
): Promise<boolean> {
  const [added] = await fleet
    .insertInto("jobs")
    .values({ ...newJob(job), clinicId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const isNew = added?.numInsertedOrUpdatedRows === 1n;
  if (!isNew) await bringFleetJobForward(fleet, job, clinicId);
  orderSignal.ring();
  return isNew;
}

async function bringFleetJobForward(
  fleet: Kysely<FleetSchema>,
  { kind, key, dueAt }: JobOrder,
  clinicId: string | null,
): Promise<void> {
  await fleet
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
