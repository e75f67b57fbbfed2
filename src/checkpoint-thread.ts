import { parentPort, workerData } from "node:worker_threads";
import { keepLogShort } from "./adapters/sql/sqlite/checkpoints.ts";

// Keeps the database's log short while the server keeps answering calls (adapters/sql/sqlite/checkpoints.ts).
const path: unknown = workerData;
const end = keepLogShort(String(path));
parentPort?.once("message", end);
