import { type Clock, DAY_MS } from "../../clock.ts";
import type { ClockGuard } from "../time/clock-guard.ts";
import type { JobKind, JobQueue } from "./ports.ts";

interface ForgetPorts {
  readonly queue: Pick<JobQueue, "forget">;
  readonly clock: Clock;
  readonly guard: Pick<ClockGuard, "assertRight">;
}

/** Far longer than any repeat: Retell retries an event for minutes, and an operator may repeat one for weeks. */
const KEPT_MS = 90 * DAY_MS;

/** Job `forget-jobs`: runs once a day, so that the queue does not grow forever. */
export function forgetJobsKind({ queue, clock, guard }: ForgetPorts): JobKind {
  const run = async (): Promise<void> => {
    const now = clock.now();
    await guard.assertRight(now);
    await queue.forget(now - KEPT_MS);
  };
  return { run, everyMs: DAY_MS, attempts: 3 };
}
