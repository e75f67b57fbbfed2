/** How long database work may occupy the event loop before it lets in new events. */
const SHARE_MS = 0.25;

/**
 * Divides the event loop between database work and new events: an incoming call is answered from memory and need not
 * wait until another caller's booking is written.
 */
export class LoopShare {
  #begunAt: number | undefined;

  /** undefined while the share lasts; otherwise a promise that resolves in the next turn of the loop. */
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
