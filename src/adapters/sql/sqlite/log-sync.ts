import { closeSync, fdatasync, openSync } from "node:fs";
import { AscendiaError } from "../../../errors.ts";

/** Brings a file's bytes to the disk; node's own by default. */
export type FlushFile = (file: number, answer: (error: Error | null) => void) => void;

/**
 * Brings what SQLite has committed to the disk, in groups. With `synchronous = NORMAL` a commit only appends to the
 * write-ahead log; what then makes it survive a power cut is one fdatasync of that log (sqlite.org/wal.html), whoever
 * asks for it. It does not block the event loop, and one serves every commit made before it began.
 */
export class LogSync {
  readonly #path: string;
  readonly #flush: FlushFile;
  #file: number | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failure: AscendiaError | undefined;

  /** @param path of the log; it is first opened when something was written */
  constructor(path: string, flush: FlushFile = fdatasync) {
    this.#path = path;
    this.#flush = flush;
  }

  /** Resolves once everything that is committed by now is on the disk. @throws not_configured if the disk refuses */
  async sync(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#running === undefined) return this.#begin();
    // One that has begun may have missed what was written since.
    this.#next ??= this.#running.then(() => this.#begin());
    return this.#next;
  }

  /** Resolves at once unless something waits for the disk: then with it. */
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

  /** After a failure no one knows what is on the disk: the pages may count as written (lwn.net/Articles/752063). */
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

  /** Closing any descriptor of the log is safe: SQLite's locks are on the other files. */
  async close(): Promise<void> {
    await this.settled().catch(() => undefined);
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
