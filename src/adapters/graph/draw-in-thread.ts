import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { AscendiaError } from "../../errors.ts";
import { drawSvg } from "./draw-graph.ts";

const DRAWING_MS = 30_000;

/**
 * Renders DOT as SVG in a separate thread, so that a server keeps answering calls. A program that is not bundled (its
 * own tests) draws in the calling thread.
 * @throws failed if drawing takes too long
 */
export function drawInThread(dot: string): Promise<string> {
  const entry = fileURLToPath(new URL("./drawing-thread.cjs", import.meta.url));
  if (!existsSync(entry)) return drawSvg(dot);
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: dot });
    const limit = setTimeout(() => {
      void worker.terminate();
      reject(new AscendiaError("failed", `The flow could not be drawn within ${DRAWING_MS / 1000} s.`));
    }, DRAWING_MS);
    worker.once("message", (svg: string) => {
      clearTimeout(limit);
      resolve(svg);
    });
    worker.once("error", (error) => {
      clearTimeout(limit);
      reject(error);
    });
  });
}
