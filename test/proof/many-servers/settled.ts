import { setTimeout as wait } from "node:timers/promises";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";

const KINDS = ["call-event", "call-outcome", "call-summary"];

const STUCK_MS = 60_000;

/** Waits until no job of the storm's calls is due or running. @throws if no job finishes for a minute */
export async function settled({ fleet }: SqlDatabase): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let deadline = 0;
  for (;;) {
    const { left } = await fleet
      .selectFrom("jobs")
      .select(({ fn }) => fn.countAll<number>().as("left"))
      .where("kind", "in", KINDS)
      .where((job) =>
        job.or([job("state", "=", "running"), job.and([job("state", "=", "waiting"), job("dueAt", "<=", Date.now())])]),
      )
      .executeTakeFirstOrThrow();
    if (left === 0) return;
    if (left < least) [least, deadline] = [left, performance.now() + STUCK_MS];
    if (performance.now() > deadline) throw new Error(`${left} jobs are left, and none was done for a minute`);
    await wait(100);
  }
}
