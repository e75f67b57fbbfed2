import { setResponseVariables } from "./response-variables.ts";
import type { Run } from "./run.ts";
import { variablesOf } from "./variables.ts";

/** retell-api.md 1.3 */
const defaultTimeoutMs = 30_000;

export interface CodeToRun {
  readonly code: string;
  readonly timeout_ms?: number | undefined;
  readonly response_variables?: Readonly<Record<string, string>> | undefined;
}

/** Runs code on the variables of this instant; a failure sets no variables (retell-api.md 1.9). */
export async function runCode(run: Run, code: CodeToRun): Promise<CodeOutcome> {
  const outcome = await run.ports.scripts.run({
    code: code.code,
    variables: variablesOf(run),
    metadata: run.state.call.metadata ?? {},
    timeoutMs: code.timeout_ms ?? defaultTimeoutMs,
  });
  if (!outcome.ok) return { ok: false, content: outcome.error };
  const { result } = outcome;
  setResponseVariables(run, result, code.response_variables);
  return { ok: true, content: typeof result === "string" ? result : (JSON.stringify(result) ?? "") };
}

interface CodeOutcome {
  readonly ok: boolean;
  readonly content: string;
}
