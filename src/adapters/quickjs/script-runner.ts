import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ScriptRunner } from "../../flow/ports.ts";
import { type EvaluationOptions, inThreadScriptRunner } from "./script-evaluation.ts";
import { scriptThreads } from "./script-threads.ts";

export interface ScriptRunnerOptions extends EvaluationOptions {
  /** The thread's entry, script-thread.ts as a file that Node can run. */
  readonly thread?: string;
}

/** Where the program is bundled, beside this file. */
const THREAD = fileURLToPath(new URL("./script-thread.cjs", import.meta.url));

/**
 * Code nodes in QuickJS. They run in threads that are ended when a script does not end in time, except where the program
 * is not bundled, or the host's `fetch` is offered to them.
 */
export function createScriptRunner(options: ScriptRunnerOptions = {}): ScriptRunner {
  const { thread = THREAD, fetch, limits } = options;
  const fits = fetch === undefined && limits === undefined;
  return fits && existsSync(thread) ? scriptThreads(thread) : inThreadScriptRunner(options);
}
