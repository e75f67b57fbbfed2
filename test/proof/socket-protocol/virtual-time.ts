import type { Clock } from "../../../src/clock.ts";
import type { Wait } from "../../../src/domain/dialogue/ports.ts";

interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

/** Time that passes only on request. */
export class VirtualTime implements Clock {
  #now = 1_000_000;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  readonly wait: Wait = (milliseconds, signal) =>
    new Promise((resolve) => {
      const over = (): void => {
        this.#timers.delete(timer);
        signal.removeEventListener("abort", over);
        resolve();
      };
      const timer: Timer = { at: this.#now + milliseconds, ring: over };
      if (signal.aborted) {
        resolve();
        return;
      }
      this.#timers.add(timer);
      signal.addEventListener("abort", over, { once: true });
    });

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of this.#timers) if (timer.at <= this.#now) timer.ring();
  }

  /** @returns whether there was a timer to advance to */
  advanceToNext(): boolean {
    const next = Math.min(...[...this.#timers].map(({ at }) => at));
    if (!Number.isFinite(next)) return false;
    this.advance(Math.max(0, next - this.#now));
    return true;
  }
}

/** Runs everything that waits only for other promises. */
export async function settle(turns = 40): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
}
