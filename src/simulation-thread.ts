import { parentPort, workerData } from "node:worker_threads";
import { createContext } from "./composition/create-context.ts";
import { AscendiaError } from "./errors.ts";
import type { ThreadAnswer, ThreadOrder, ThreadStart } from "./simulator/host/threads.ts";
import { joinFleet } from "./simulator/join-fleet.ts";
import { jsonOutput } from "./terminal/output.ts";
import { noPrompt } from "./terminal/prompt.ts";

/** A worker thread of `simulate`: its own world on the snapshot it receives, one order at a time. */
async function start({ request, detail, ...installation }: ThreadStart) {
  const { stdout, stderr } = process;
  const context = createContext({
    ...installation,
    stdin: nothing(),
    output: jsonOutput({ stdout, stderr }, { command: "simulate", quiet: true, verbose: false }),
    prompt: noPrompt(),
    dispatch: () => Promise.resolve(),
  });
  const ports = await context.simulation();
  const [world] = await ports.openWorlds({ now: request.now, inProcess: request.inProcess });
  if (world === undefined) throw new RangeError("a simulation needs a world");
  return joinFleet(request, { store: await context.store(), world, stopwatch: () => ports.stopwatch(), detail });
}

async function* nothing(): AsyncGenerator<string> {
  // A thread has no keyboard input.
}

function failureOf(error: unknown): ThreadAnswer {
  if (!(error instanceof AscendiaError)) {
    return { kind: "broken", stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  const { code, message, hint, detail } = error;
  return { kind: "failed", code, message, ...(hint !== undefined && { hint }), detail };
}

function answer(message: ThreadAnswer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's.
  parentPort?.postMessage(message);
}

// oxlint-disable-next-line typescript/no-unsafe-assignment -- given by the same program (fleet-threads.ts).
const given: ThreadStart = workerData;
const hand = start(given);

async function answerTo(order: ThreadOrder): Promise<ThreadAnswer> {
  const joined = await hand;
  if (order.kind === "try") return { kind: "tried", trial: await joined.tryMutant(order.order) };
  return { kind: "played", played: await joined.play(order.clinicId, order.scenarios) };
}

parentPort?.on("message", (order: ThreadOrder) => {
  answerTo(order)
    .then(answer)
    .catch((error: unknown) => answer(failureOf(error)));
});
