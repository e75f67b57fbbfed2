import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { busyTimes } from "./domain/calendar/busy-times.ts";

// Reads calendars while the server goes on answering calls (adapters/calendars/read-in-thread.ts).
const span = z.object({ from: z.number(), to: z.number() });
const { texts, question } = z
  .object({
    texts: z.array(z.string()),
    question: z.object({ span, zone: z.string(), owner: z.string().optional() }),
  })
  .parse(workerData);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's.
parentPort?.postMessage(texts.map((text) => busyTimes(text, question)));
