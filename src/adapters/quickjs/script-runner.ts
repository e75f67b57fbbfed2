import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { boundedCache } from "../../domain/bounded-cache.ts";
import type { Script, ScriptOutcome, ScriptRunner } from "../../flow/ports.ts";
import { type EvaluationOptions, inThreadScriptRunner } from "./script-evaluation.ts";
import { scriptThreads } from "./script-threads.ts";

export interface ScriptRunnerOptions extends EvaluationOptions {
  /** The thread's entry: script-thread.ts as a file that Node can run. */
  readonly thread?: string;
}

/** In a bundled program, next to this file. */
const THREAD = fileURLToPath(new URL("./script-thread.cjs", import.meta.url));

/** A flow has a few dozen code nodes. */
const MOST_SCRIPTS = 500;
const MOST_OUTCOMES = 500;

/** A script reads other variables where it branches. */
const MOST_WAYS = 20;

/** How runs of one script ended. */
interface KnownScript {
  /** Names of variables: what some run read. */
  readonly ways: Map<string, readonly string[]>;
  readonly outcomes: (values: string, empty: () => KnownOutcome) => KnownOutcome;
}

interface KnownOutcome {
  outcome?: ScriptOutcome;
}

/**
 * Runs code nodes in QuickJS, in threads that are terminated if a script overruns, except when the program is not
 * bundled or scripts may use the host's `fetch`. Most nodes of a flow only set a variable, or copy one: a script is run
 * once for each of the values that it reads.
 */
export function createScriptRunner(options: ScriptRunnerOptions = {}): ScriptRunner {
  const { thread = THREAD, fetch, limits } = options;
  const fits = fetch === undefined && limits === undefined;
  const evaluator = fits && existsSync(thread) ? scriptThreads(thread) : inThreadScriptRunner(options);
  const scripts = boundedCache<KnownScript>(MOST_SCRIPTS);
  return {
    run: async (script) => {
      const known = scripts(script.code, () => ({ ways: new Map(), outcomes: boundedCache(MOST_OUTCOMES) }));
      for (const names of known.ways.values()) {
        const { outcome } = outcomeIn(known, names, script);
        if (outcome !== undefined) return outcome;
      }
      const { code, variables, metadata, timeoutMs } = script;
      // A script may read its variables only when asked; a thread gets a copy of what it is given.
      const { reads, ...outcome } = await evaluator.run({ code, variables, metadata, timeoutMs });
      if (reads === null) return outcome;
      if (known.ways.size >= MOST_WAYS) known.ways.clear();
      known.ways.set(JSON.stringify(reads), reads);
      outcomeIn(known, reads, script).outcome = outcome;
      return outcome;
    },
  };
}

function outcomeIn({ outcomes }: KnownScript, names: readonly string[], { variables }: Script): KnownOutcome {
  const values = names.map((name) => [name, Object.hasOwn(variables, name) ? variables[name] : null]);
  return outcomes(JSON.stringify(values), () => ({}));
}
