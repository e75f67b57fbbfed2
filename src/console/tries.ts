import { type Clock, MINUTE_MS } from "../clock.ts";

const MOST_A_MINUTE = 20;
/** All addresses are forgotten each minute; within it, a flood from many addresses is bounded too. */
const MOST_ADDRESSES = 10_000;

/** Limits how often an address may ask for a link or open a wrong one. */
export class Tries {
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();
  #minute = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts this try. @returns whether it may be made */
  mayTry(address: string): boolean {
    const minute = Math.floor(this.#clock.now() / MINUTE_MS);
    if (minute !== this.#minute) this.#counts.clear();
    this.#minute = minute;
    const count = (this.#counts.get(address) ?? 0) + 1;
    if (count === 1 && this.#counts.size >= MOST_ADDRESSES) return false;
    this.#counts.set(address, count);
    return count <= MOST_A_MINUTE;
  }
}
