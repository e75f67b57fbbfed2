import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type FeedQuestion, type FeedReading, busyTimes } from "../../domain/calendar/busy-times.ts";
import type { FeedReader, Fetched, Validators } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";

const PATIENCE_MS = 20_000;
const READING_MS = 10_000;
/** Ten years of a busy practice have some 3 MB. */
const MOST_BYTES = 20 * 1024 * 1024;

/** Reads calendars over HTTP, and in a thread that is ended when reading does not end. */
export const httpFeedReader: FeedReader = {
  fetch: fetchFeed,
  read: (text, question) => readInThread(text, question),
};

async function fetchFeed(address: string, { etag, lastModified }: Validators): Promise<Fetched> {
  const headers = {
    accept: "text/calendar, */*;q=0.1",
    ...(etag === null ? {} : { "if-none-match": etag }),
    ...(lastModified === null ? {} : { "if-modified-since": lastModified }),
  };
  const response = await asking(() => fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE_MS) }));
  if (response.status === 304) return { kind: "unchanged" };
  if (!response.ok) {
    await response.body?.cancel();
    throw refusal(response.status);
  }
  const text = await asking(() => bodyOf(response));
  return {
    kind: "fetched",
    text,
    etag: response.headers.get("etag"),
    lastModified: response.headers.get("last-modified"),
  };
}

function refusal(status: number): AscendiaError {
  const reasons: Readonly<Record<number, string>> = {
    401: "the calendar is no longer shared at this address",
    403: "the calendar is no longer shared at this address",
    404: "there is no longer a calendar at this address",
    410: "there is no longer a calendar at this address",
    429: "its server limits how often it is asked",
  };
  const why = reasons[status] ?? (status >= 500 ? "its server has a problem" : "it was refused");
  return new AscendiaError("transient", `The calendar was not read: ${why} (HTTP ${status}).`);
}

async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (response.body === null) return "";
  const body: AsyncIterable<Uint8Array> = response.body;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) {
      throw new AscendiaError("invalid", `The calendar has more than ${MOST_BYTES / 1024 / 1024} MB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** An error of `fetch` can name the address, which is a secret. */
async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AscendiaError) throw error;
    const isLate = error instanceof Error && error.name === "TimeoutError";
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
    const code = cause !== undefined && "code" in cause ? ` (${String(cause.code)})` : "";
    const why = isLate ? `it did not answer within ${PATIENCE_MS / 1000} s` : `its server cannot be reached${code}`;
    throw new AscendiaError("transient", `The calendar was not read: ${why}.`);
  }
}

/** In this thread if the program is not bundled, as in its own tests. */
function readInThread(text: string, question: FeedQuestion): Promise<FeedReading | undefined> {
  const entry = fileURLToPath(new URL("./calendar-thread.cjs", import.meta.url));
  if (!existsSync(entry)) return Promise.resolve(busyTimes(text, question));
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: { text, question } });
    const limit = setTimeout(() => {
      void worker.terminate();
      reject(
        new AscendiaError("invalid", `The calendar cannot be read: an event in it repeats by a rule without end.`),
      );
    }, READING_MS);
    worker.once("message", (reading: FeedReading | undefined) => {
      clearTimeout(limit);
      resolve(reading);
    });
    worker.once("error", (error) => {
      clearTimeout(limit);
      reject(error);
    });
  });
}
