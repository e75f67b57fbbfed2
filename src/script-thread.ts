import { parentPort } from "node:worker_threads";
import { type Evaluation, inThreadScriptRunner } from "./adapters/quickjs/script-evaluation.ts";
import type { Script } from "./flow/ports.ts";

/** A thread that runs scripts one at a time, and is terminated from outside if a script does not end. */
const runner = inThreadScriptRunner();

parentPort?.on("message", (script: Script) => {
  runner.run(script).then(answerScript, (error: unknown) => answerScript(brokenScript(error)));
});

function brokenScript(error: unknown): Evaluation {
  return { ok: false, error: String(error), logs: [], reads: null };
}

function answerScript(outcome: Evaluation | "ready"): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's.
  parentPort?.postMessage(outcome);
}

/** Compiles QuickJS before the first script's time limit starts. */
const FIRST: Script = { code: "", variables: {}, metadata: {}, timeoutMs: 60_000 };
runner.run(FIRST).then(
  () => answerScript("ready"),
  (error: unknown) => {
    throw error;
  },
);
