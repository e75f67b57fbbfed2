import { setTimeout as wait } from "node:timers/promises";
import type { FileFindings } from "./damage.ts";

/** Long enough to read a typical database whole, short enough for a probe that gives up after a second. */
const AWAITED_MS = 700;

/** The pause after a check, as a multiple of its duration, so that checks use less than 5 % of one core. */
const SHARE = 20;

const LEAST_PAUSE_MS = 1000;

/** Checks the file on demand, in a separate thread. For a large file, returns the result of the last finished check. */
export class DamageWatch {
  readonly #path: string;
  #last: FileFindings | undefined;
  #running: Promise<FileFindings | null> | undefined;
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(path: string) {
    this.#path = path;
  }

  /** undefined: no check has finished yet. */
  async findings(): Promise<FileFindings | undefined> {
    if (performance.now() >= this.#nextAt) this.#running ??= this.#check();
    if (this.#running === undefined) return this.#last;
    const patience = new AbortController();
    const late = wait(AWAITED_MS, undefined, { signal: patience.signal }).catch(() => undefined);
    const found = await Promise.race([this.#running, late]);
    patience.abort();
    return found ?? this.#last;
  }

  async #check(): Promise<FileFindings | null> {
    const begun = performance.now();
    const { damageInThread } = await import("./damage-in-thread.ts");
    const found = await damageInThread(this.#path);
    const took = performance.now() - begun;
    this.#last = found ?? this.#last;
    this.#running = undefined;
    this.#nextAt = performance.now() + Math.max(LEAST_PAUSE_MS, took * SHARE);
    return found;
  }
}
