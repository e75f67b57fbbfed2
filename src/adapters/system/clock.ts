import type { Clock } from "../../clock.ts";
import type { Alarm } from "../../domain/job/run-jobs.ts";

export const systemClock: Clock = { now: () => Date.now() };

/** For one who waits. */
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
