import { createContext, Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { type Attempt, busyTimes } from "./domain/calendar/busy-times.ts";

// Reads calendars while the server keeps answering calls (adapters/calendars/read-in-thread.ts).
const span = z.object({ from: z.number(), to: z.number() });
const { texts, question } = z
  .object({
    texts: z.array(z.string()),
    question: z.object({ span, zone: z.string(), owner: z.string().optional() }),
  })
  .parse(workerData);

/**
 * A recurrence rule that matches never or always can keep ical.js busy forever; only a vm script can be stopped from
 * outside.
 */
const script = new Script("work()");
const place = { work: (): void => undefined };
const context = createContext(place);
/** Halved each time a recurrence rule is given up, so that many bad rules do not use up the calendar's time. */
let patienceMs = 1000;
const LEAST_PATIENCE_MS = 50;
const LATE = "ERR_SCRIPT_EXECUTION_TIMEOUT";

const attempt: Attempt = <T>(work: () => T): T | undefined => {
  let result: T | undefined;
  place.work = () => {
    result = work();
  };
  try {
    script.runInContext(context, { timeout: patienceMs });
    return result;
  } catch (error) {
    // The error comes from the script's own realm, so `instanceof` does not recognize it.
    const isLate = typeof error === "object" && error !== null && "code" in error && error.code === LATE;
    if (!isLate) throw error;
    patienceMs = Math.max(patienceMs / 2, LEAST_PATIENCE_MS);
    return undefined;
  }
};

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's.
parentPort?.postMessage(texts.map((text) => busyTimes(text, question, attempt)));
