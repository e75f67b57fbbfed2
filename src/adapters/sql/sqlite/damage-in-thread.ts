import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type FileFindings, damageIn } from "./damage.ts";

/** Runs in the calling thread if the program is not bundled, as in its own tests. */
export async function damageInThread(path: string): Promise<FileFindings | null> {
  const entry = fileURLToPath(new URL("./database-check-thread.cjs", import.meta.url));
  if (!existsSync(entry)) return damageIn(path);
  return new Promise((resolve) => {
    const worker = new Worker(entry, { workerData: path });
    worker.once("message", resolve);
    worker.once("error", () => resolve(null));
  });
}
