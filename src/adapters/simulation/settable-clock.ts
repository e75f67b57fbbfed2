import type { Clock } from "../../domain/time/ports.ts";

/** Time that passes only when it is told to. */
export interface SettableClock extends Clock {
  set(instant: number): void;
  /** Counts the jumps to another day or backwards: what was kept for the old day is no longer good. */
  jumps(): number;
}

const DAY_MS = 86_400_000;

export function settableClock(start: number): SettableClock {
  let instant = start;
  let jumps = 0;
  return {
    now: () => instant,
    set: (next) => {
      if (next < instant || next - instant >= DAY_MS) jumps += 1;
      instant = next;
    },
    jumps: () => jumps,
  };
}
