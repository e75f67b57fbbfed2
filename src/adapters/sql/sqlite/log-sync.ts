import { closeSync, fdatasync, openSync } from "node:fs";
import { AscendiaError } from "../../../errors.ts";

/** Flushes a file to the disk; Node's fdatasync by default. */
export type FlushFile = (file: number, answer: (error: Error | null) => void) => void;

/**
 * Flushes SQLite's commits to the disk, in groups. With `synchronous = NORMAL` a commit only appends to the write-ahead
 * log. One fdatasync of that log makes the commit survive a power cut (sqlite.org/wal.html), whichever process calls
 * it. The call does not block the event loop, and covers every commit made before it began.
 */
export class LogSync {
  readonly #path: string;
  readonly #flush: FlushFile;
  #file: number | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failure: AscendiaError | undefined;

  /** @param path of the log, which is opened at the first flush */
  constructor(path: string, flush: FlushFile = fdatasync) {
    this.#path = path;
    this.#flush = flush;
  }

  /** Resolves once everything committed so far is on the disk. @throws not_configured if the disk refuses */
  async sync(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#running === undefined) return this.#begin();
    // A flush that is already running may miss the latest commits.
    this.#next ??= this.#running.then(() => this.#begin());
    return this.#next;
  }

  /** Resolves with the flush that is waited for, or at once if there is none. */
  async settled(): Promise<void> {
    await (this.#next ?? this.#running);
  }

  #begin(): Promise<void> {
    this.#next = undefined;
    const running = this.#write().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  /**
   * After a failed flush nobody knows what is on the disk: the kernel may mark the pages as clean
   * (lwn.net/Articles/752063).
   */
  async #write(): Promise<void> {
    try {
      this.#file ??= openSync(this.#path, "r+");
      const file = this.#file;
      await new Promise<void>((resolve, reject) => {
        this.#flush(file, (error) => (error === null ? resolve() : reject(error)));
      });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#failure = new AscendiaError("not_configured", `The disk did not confirm what was written: ${reason}.`, {
        hint: "Check the disk and the system log, then restart.",
        cause,
      });
      throw this.#failure;
    }
  }

  /** Closing any descriptor of the log is safe: SQLite locks other files. */
  async close(): Promise<void> {
    await this.settled().catch(() => undefined);
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
