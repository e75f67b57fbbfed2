import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type FeedQuestion, type FeedReading, busyTimes } from "../../domain/calendar/busy-times.ts";
import { AscendiaError } from "../../errors.ts";

const READING_MS = 10_000;
/** Enough for a calendar of 20 MB; without a limit, the thread could exhaust the server's memory. */
const MOST_MEMORY = { maxOldGenerationSizeMb: 1024 };

/** undefined: the text is not a calendar. */
export type Readings = readonly (FeedReading | undefined)[];

/**
 * Reads calendar files in a thread, which is terminated if it takes too long. Short texts without recurring events are
 * safe to read at once. A program that is not bundled (its own tests) reads everything at once.
 * @throws invalid
 */
export function readInThread(texts: readonly string[], question: FeedQuestion): Promise<Readings> {
  const entry = fileURLToPath(new URL("./calendar-thread.cjs", import.meta.url));
  const isShort = texts.length <= AT_ONCE && texts.every((text) => text.length < SHORT && !/RRULE/iu.test(text));
  if (isShort || !existsSync(entry)) return Promise.resolve(texts.map((text) => busyTimes(text, question)));
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: { texts, question }, resourceLimits: MOST_MEMORY });
    const limit = setTimeout(() => {
      void worker.terminate();
      reject(
        new AscendiaError(
          "invalid",
          "The calendar cannot be read in ten seconds: it is too large, or its events repeat endlessly.",
        ),
      );
    }, READING_MS);
    worker.once("message", (readings: Readings) => {
      clearTimeout(limit);
      resolve(readings);
    });
    worker.once("error", (error) => {
      clearTimeout(limit);
      reject(new AscendiaError("invalid", "The calendar cannot be read: it takes too much memory.", { cause: error }));
    });
  });
}

const AT_ONCE = 20;
const SHORT = 20_000;
