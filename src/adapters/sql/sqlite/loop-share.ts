/** How long work on the database keeps the event loop before it lets in what has arrived. */
const SHARE_MS = 0.25;

/**
 * Divides the event loop between the work on the database and what arrives meanwhile: an incoming call
 * is answered from memory and does not have to wait until another caller's booking is written.
 */
export class LoopShare {
  #begunAt: number | undefined;

  /** Resolves at once while the share lasts, else in the next turn of the loop. */
  wait(): Promise<void> | undefined {
    const now = performance.now();
    if (this.#begunAt === undefined) {
      this.#begunAt = now;
      setImmediate(() => (this.#begunAt = undefined));
      return undefined;
    }
    return now - this.#begunAt < SHARE_MS ? undefined : new Promise((resolve) => void setImmediate(resolve));
  }
}
