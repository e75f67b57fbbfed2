import { parentPort, workerData } from "node:worker_threads";
import { damageIn } from "./adapters/sql/sqlite/damage.ts";

// Reads the whole database while the server keeps answering calls (adapters/sql/sqlite/damage.ts).
const path: unknown = workerData;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's.
parentPort?.postMessage(damageIn(String(path)));
