/** Allows a rate per second, and a burst at the start or after a pause. */
export class RateLimit {
  readonly #perMs: number;
  readonly #burst: number;
  #left: number;
  #at: number;

  constructor({ perSecond, burst, now }: { readonly perSecond: number; readonly burst: number; readonly now: number }) {
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#left = burst;
    this.#at = now;
  }

  allows(now: number, cost = 1): boolean {
    this.#left = Math.min(this.#burst, this.#left + Math.max(0, now - this.#at) * this.#perMs);
    this.#at = now;
    if (this.#left < cost) return false;
    this.#left -= cost;
    return true;
  }
}
