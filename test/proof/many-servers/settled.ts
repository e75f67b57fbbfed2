import { setTimeout as wait } from "node:timers/promises";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";

const KINDS = ["call-event", "call-outcome", "call-summary"];

/** Until no job of the storm's calls is due or running. @throws after a minute and a half */
export async function settled({ fleet }: SqlDatabase): Promise<void> {
  const deadline = performance.now() + 90_000;
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
    if (performance.now() > deadline) throw new Error(`${left} jobs are not done after a minute and a half`);
    await wait(100);
  }
}
