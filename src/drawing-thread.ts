import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { drawSvg } from "./adapters/graph/draw-graph.ts";

// Draws a flow while the server keeps answering calls (adapters/graph/draw-in-thread.ts).
const svg = drawSvg(z.string().parse(workerData));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's.
void svg.then((drawn) => parentPort?.postMessage(drawn));
