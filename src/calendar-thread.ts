import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { busyTimes } from "./domain/calendar/busy-times.ts";

// Reads a calendar while the server goes on answering calls (adapters/calendars/feed-reader.ts).
const span = z.object({ from: z.number(), to: z.number() });
const { text, question } = z
  .object({ text: z.string(), question: z.object({ span, zone: z.string() }) })
  .parse(workerData);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's.
parentPort?.postMessage(busyTimes(text, question));
