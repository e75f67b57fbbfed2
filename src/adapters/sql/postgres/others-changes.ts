import type { Listening, PostgresPool } from "./client.ts";

const CHANNEL = "ascendia_settings";
/** After this long without an answer, the connection may have missed a notification. */
const SILENCE_MS = 2_000;
const ASK_EVERY_MS = 1_000;
const RETRY_MS = 500;

/**
 * Counts settings changes by other processes, as reported over a separate connection. While that connection is
 * uncertain, every call returns a new number, so that caches ask the database instead.
 */
export class OthersChanges {
  readonly #pool: Pick<PostgresPool, "listen">;
  #changes = 0;
  #listening: Listening | undefined;
  /** When the connection last answered. */
  #heardAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #followed: Promise<void> | undefined;

  constructor(pool: Pick<PostgresPool, "listen">) {
    this.#pool = pool;
  }

  count(): number {
    if (this.#listening === undefined || performance.now() - this.#heardAt > SILENCE_MS) this.#changes += 1;
    return this.#changes;
  }

  /** Connects once: the server and its worker both call this, and a second connection would outlive `close`. */
  follow(): Promise<void> {
    this.#followed ??= this.#connect();
    return this.#followed;
  }

  async #connect(): Promise<void> {
    if (this.#isClosed) return;
    try {
      const listening = await this.#pool.listen(CHANNEL, {
        heard: () => (this.#changes += 1),
        lost: () => (this.#heardAt = Number.NEGATIVE_INFINITY),
      });
      // Changes before the connection was open were not reported.
      this.#changes += 1;
      this.#heardAt = performance.now();
      this.#listening = listening;
      if (this.#isClosed) await this.#end();
      else this.#next(ASK_EVERY_MS);
    } catch {
      // Until the connection is back, caches ask the database.
      this.#next(RETRY_MS);
    }
  }

  #next(ms: number): void {
    this.#timer = setTimeout(() => void this.#ask(), ms).unref();
  }

  async #ask(): Promise<void> {
    if (this.#listening === undefined) return this.#connect();
    try {
      await this.#listening.ask();
      this.#heardAt = performance.now();
      this.#next(ASK_EVERY_MS);
    } catch {
      await this.#end();
      await this.#connect();
    }
  }

  async #end(): Promise<void> {
    const listening = this.#listening;
    this.#listening = undefined;
    await listening?.close();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#end();
  }
}
