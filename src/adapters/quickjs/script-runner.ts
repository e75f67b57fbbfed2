import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ScriptRunner } from "../../flow/ports.ts";
import { type EvaluationOptions, inThreadScriptRunner } from "./script-evaluation.ts";
import { scriptThreads } from "./script-threads.ts";

export interface ScriptRunnerOptions extends EvaluationOptions {
  /** The thread's entry: script-thread.ts as a file that Node can run. */
  readonly thread?: string;
}

/** In a bundled program, next to this file. */
const THREAD = fileURLToPath(new URL("./script-thread.cjs", import.meta.url));

/**
 * Runs code nodes in QuickJS, in threads that are terminated if a script overruns, except when the program is not
 * bundled or scripts may use the host's `fetch`.
 */
export function createScriptRunner(options: ScriptRunnerOptions = {}): ScriptRunner {
  const { thread = THREAD, fetch, limits } = options;
  const fits = fetch === undefined && limits === undefined;
  return fits && existsSync(thread) ? scriptThreads(thread) : inThreadScriptRunner(options);
}
