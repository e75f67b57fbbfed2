import { type Clock, DAY_MS } from "../../clock.ts";
import type { JobKind, JobQueue } from "./ports.ts";

interface ForgetPorts {
  readonly queue: Pick<JobQueue, "forget">;
  readonly clock: Clock;
}

/** Far longer than anything is repeated: Retell repeats an event for minutes, an operator for weeks. */
const KEPT_MS = 90 * DAY_MS;

/** Job `forget-jobs`: once a day, so that the queue does not grow for ever. */
export function forgetJobsKind({ queue, clock }: ForgetPorts): JobKind {
  return { run: async () => void (await queue.forget(clock.now() - KEPT_MS)), everyMs: DAY_MS, attempts: 3 };
}
