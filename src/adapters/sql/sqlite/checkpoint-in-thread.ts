import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type BetterSqlite3 from "better-sqlite3";

/** SQLite's default: a commit that finds a longer log runs a checkpoint itself. */
const USUAL_PAGES = 1000;
/** Some 64 MB: more than callers write before the thread checks again. */
const PAGES_BESIDE_THREAD = 16_000;

/**
 * Runs checkpoints in a separate thread for the life of the program, so that no caller waits for one. If the program is
 * not bundled, as in its own tests, the connection keeps running its own checkpoints.
 * @returns a function that ends the thread
 */
export function checkpointInThread(path: string, connection: BetterSqlite3.Database): () => Promise<void> {
  const entry = fileURLToPath(new URL("./checkpoint-thread.cjs", import.meta.url));
  if (!existsSync(entry)) return () => Promise.resolve();
  const letGrow = (pages: number): void => {
    if (connection.open) connection.exec(`pragma wal_autocheckpoint = ${pages}`);
  };
  const thread = new Worker(entry, { workerData: path });
  thread.unref();
  thread.once("online", () => letGrow(PAGES_BESIDE_THREAD));
  thread.once("error", () => undefined);
  const ended = new Promise<void>((resolve) => {
    thread.once("exit", () => {
      letGrow(USUAL_PAGES);
      resolve();
    });
  });
  return () => {
    thread.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window.
    thread.postMessage("end");
    return ended;
  };
}
