import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ScriptOutcome, ScriptRunner } from "../../flow/ports.ts";
import { type EvaluationOptions, inThreadScriptRunner } from "./script-evaluation.ts";
import { scriptThreads } from "./script-threads.ts";

export interface ScriptRunnerOptions extends EvaluationOptions {
  /** The thread's entry: script-thread.ts as a file that Node can run. */
  readonly thread?: string;
}

/** In a bundled program, next to this file. */
const THREAD = fileURLToPath(new URL("./script-thread.cjs", import.meta.url));

/** A flow has a few dozen code nodes. */
const MOST_CONSTANTS = 500;

/**
 * Runs code nodes in QuickJS, in threads that are terminated if a script overruns, except when the program is not
 * bundled or scripts may use the host's `fetch`. Most nodes of a flow only set a variable: such a constant is run once.
 */
export function createScriptRunner(options: ScriptRunnerOptions = {}): ScriptRunner {
  const { thread = THREAD, fetch, limits } = options;
  const fits = fetch === undefined && limits === undefined;
  const evaluator = fits && existsSync(thread) ? scriptThreads(thread) : inThreadScriptRunner(options);
  const constants = new Map<string, ScriptOutcome>();
  return {
    run: async (script) => {
      const known = constants.get(script.code);
      if (known !== undefined) return known;
      const { isConstant, ...outcome } = await evaluator.run(script);
      if (isConstant && constants.size < MOST_CONSTANTS) constants.set(script.code, outcome);
      return outcome;
    },
  };
}
