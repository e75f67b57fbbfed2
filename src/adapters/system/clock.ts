import type { Clock } from "../../clock.ts";
import type { Alarm } from "../../domain/job/run-jobs.ts";

export const systemClock: Clock = { now: () => Date.now() };

/** An alarm that one caller waits for. */
export function systemAlarm(): Alarm {
  let wake: (() => void) | undefined;
  let hasRung = false;
  return {
    wait: (milliseconds) =>
      new Promise((resolve) => {
        if (hasRung) {
          hasRung = false;
          resolve();
          return;
        }
        const timer = setTimeout(done, milliseconds);
        wake = done;
        function done(): void {
          clearTimeout(timer);
          wake = undefined;
          resolve();
        }
      }),
    ring: () => {
      if (wake === undefined) hasRung = true;
      else wake();
    },
  };
}

/** The event loop counts as free after this much idle time. */
const FREE_MS = 0.5;
const LOOK_EVERY_MS = 1;

/** While callers keep the loop busy, background work still gets a turn this often. */
const LATEST_MS = 20;

/**
 * Schedules background work on an event loop that answers callers: one piece at a time, each when the loop is idle.
 * @returns a function that resolves when it is its caller's turn
 */
export function spareTurns(): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(spare);
    return last;
  };
}

async function spare(): Promise<void> {
  const [start, began] = [performance.eventLoopUtilization(), performance.now()];
  do await new Promise((resolve) => void setTimeout(resolve, LOOK_EVERY_MS));
  while (performance.eventLoopUtilization(start).idle < FREE_MS && performance.now() - began < LATEST_MS);
}
