import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { boundedCache } from "../../domain/bounded-cache.ts";
import type { Script, ScriptOutcome, ScriptRunner } from "../../flow/ports.ts";
import { type EvaluationOptions, inThreadScriptRunner } from "./script-evaluation.ts";
import { scriptThreads } from "./script-threads.ts";

export interface ScriptRunnerOptions extends EvaluationOptions {
  /** The thread's entry: script-thread.ts, compiled so that Node can run it. */
  readonly thread?: string;
}

/** In a bundled program, next to this file. */
const THREAD = fileURLToPath(new URL("./script-thread.cjs", import.meta.url));

/** Enough for many flows: each has a few dozen code nodes. */
const MOST_SCRIPTS = 500;
const MOST_OUTCOMES = 500;

/** A script that branches may read different variables in each run. */
const MOST_WAYS = 20;

/** The outcomes of one script's runs. */
interface KnownScript {
  /** The sets of variables that runs have read. */
  readonly ways: Map<string, readonly string[]>;
  readonly outcomes: (values: string, empty: () => KnownOutcome) => KnownOutcome;
}

interface KnownOutcome {
  outcome?: ScriptOutcome;
}

/**
 * Runs code nodes in QuickJS, in threads that are terminated if a script takes too long, unless the program is not
 * bundled or scripts may use the host's `fetch`. Most code nodes only set or copy a variable, so a script runs once for
 * each combination of values that it reads; later runs reuse the outcome.
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
      // Copy the fields: `variables` may be a proxy, and a thread can only receive plain data.
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
