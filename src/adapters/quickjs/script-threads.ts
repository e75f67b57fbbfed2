import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Script } from "../../flow/ports.ts";
import type { Evaluation, Evaluator } from "./script-evaluation.ts";

/** A script that respects its time limit reports back within this time. */
const GRACE_MS = 250;

/** Enough for a thread to compile QuickJS on a busy machine. */
const STARTING_MS = 20_000;

interface ScriptThread {
  readonly worker: Worker;
  readonly ready: Promise<void>;
}

interface Order {
  readonly script: Script;
  readonly resolve: (outcome: Evaluation) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs scripts in their own threads. QuickJS checks its time limit only between two steps of a script, and one native
 * call can be a step of ten seconds (`new Array(1e8).join()`), so a thread that takes too long is terminated from
 * outside.
 * @param entry the thread's file (script-thread.ts)
 */
export function scriptThreads(entry: string, most = Math.max(2, availableParallelism())): Evaluator {
  const idle: ScriptThread[] = [];
  const waiting: Order[] = [];
  let running = 0;
  const next = (): void => {
    while (running < most) {
      const order = waiting.shift();
      if (order === undefined) return;
      running += 1;
      void work(order);
    }
  };
  const work = async ({ script, resolve, reject }: Order): Promise<void> => {
    const thread = idle.pop() ?? startThread(entry);
    thread.worker.ref();
    try {
      const { outcome, isSound } = await runInThread(thread, script);
      if (isSound) {
        thread.worker.unref();
        idle.push(thread);
      }
      resolve(outcome);
    } catch (error) {
      reject(error);
    } finally {
      running -= 1;
      next();
    }
  };
  return {
    run: (script) =>
      new Promise((resolve, reject) => {
        waiting.push({ script, resolve, reject });
        next();
      }),
  };
}

function startThread(entry: string): ScriptThread {
  const worker = new Worker(entry);
  const ready = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the script thread did not start")), STARTING_MS);
    worker.once("message", () => {
      clearTimeout(late);
      resolve();
    });
    worker.once("error", (error) => {
      clearTimeout(late);
      reject(error);
    });
  });
  return { worker, ready };
}

interface Ran {
  readonly outcome: Evaluation;
  /** Whether the thread can run another script. */
  readonly isSound: boolean;
}

function spoilt(error: string): Ran {
  return { outcome: { ok: false, error, logs: [], reads: null }, isSound: false };
}

async function runInThread({ worker, ready }: ScriptThread, script: Script): Promise<Ran> {
  await ready;
  return new Promise((resolve) => {
    const settle = (ran: Ran): void => {
      clearTimeout(late);
      worker.off("message", answered).off("error", broken).off("exit", ended);
      if (!ran.isSound) void worker.terminate();
      resolve(ran);
    };
    const late = setTimeout(
      () => settle(spoilt(`The code did not finish within ${script.timeoutMs} ms.`)),
      script.timeoutMs + GRACE_MS,
    );
    const answered = (outcome: Evaluation): void => settle({ outcome, isSound: outcome.ok });
    const broken = (error: Error): void => settle(spoilt(error.message));
    const ended = (): void => settle(spoilt("out of memory"));
    worker.on("message", answered).on("error", broken).on("exit", ended);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window.
    worker.postMessage(script);
  });
}
