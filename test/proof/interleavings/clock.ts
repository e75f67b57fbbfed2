import type { Clock } from "../../../src/clock.ts";

const speed = 1000;

/**
 * A clock on which a millisecond is a second, the same in every process with the same start: holds expire during a run.
 */
export function fastClock(startedAt: number): Clock {
  return { now: () => startedAt + (Date.now() - startedAt) * speed };
}
