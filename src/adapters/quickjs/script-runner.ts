import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten";
import { Scope } from "quickjs-emscripten";
import type { Script, ScriptOutcome, ScriptRunner } from "../../domain/flow/ports.ts";
import { createEngine } from "./engine.ts";
import { guestInputs, guestProgram } from "./guest-program.ts";
import type { HostFetch } from "./host-fetch.ts";
import { offerFetch } from "./host-fetch.ts";

export interface ScriptLimits {
  readonly memoryBytes: number;
  readonly stackBytes: number;
  /** Lines a script may log; the rest is dropped. */
  readonly logLines: number;
}

const defaultLimits: ScriptLimits = { memoryBytes: 48 * 1024 * 1024, stackBytes: 256 * 1024, logLines: 200 };

export interface ScriptRunnerOptions {
  readonly limits?: Partial<ScriptLimits>;
  /** Without it scripts have no fetch at all. */
  readonly fetch?: HostFetch;
}

/** Code nodes in QuickJS, each run in a runtime of its own: nothing of the host and nothing of another run is there. */
export function createScriptRunner(options: ScriptRunnerOptions = {}): ScriptRunner {
  const limits = { ...defaultLimits, ...options.limits };
  const engine = createEngine(limits.memoryBytes);
  return {
    run: (script) =>
      engine.use(async (quickjs) => {
        const runtime = quickjs.newRuntime({ maxStackSizeBytes: limits.stackBytes });
        const deadline = performance.now() + script.timeoutMs;
        runtime.setInterruptHandler(() => performance.now() > deadline);
        const work: Work = { runtime, deadline, script, logs: [], limits, options };
        const outcome = await Scope.withScopeAsync((scope) => evaluate(scope, work));
        return { outcome, isSound: outcome.ok, dispose: () => runtime.dispose() };
      }),
  };
}

interface Work {
  readonly runtime: QuickJSRuntime;
  /** By performance.now(). */
  readonly deadline: number;
  readonly script: Script;
  readonly logs: string[];
  readonly limits: ScriptLimits;
  readonly options: ScriptRunnerOptions;
}

async function evaluate(scope: Scope, work: Work): Promise<ScriptOutcome> {
  const { runtime, script, logs, options } = work;
  const context = scope.manage(runtime.newContext());
  context.newString(guestInputs(script)).consume((inputs) => context.setProp(context.global, "hostInputs", inputs));
  offerLog(scope, context, work);
  if (options.fetch !== undefined) offerFetch(scope, context, options.fetch);
  const result = context.evalCode(guestProgram(script), "code-node.js");
  if (result.error) return { ok: false, error: errorText(context, scope.manage(result.error), work), logs };
  return settle(scope, context, { work, promise: scope.manage(result.value) });
}

function offerLog(scope: Scope, context: QuickJSContext, { logs, limits }: Work): void {
  const log = scope.manage(
    context.newFunction("hostLog", (line) => {
      if (logs.length < limits.logLines) logs.push(context.getString(line).slice(0, 2000));
    }),
  );
  context.setProp(context.global, "hostLog", log);
}

interface Pending {
  readonly work: Work;
  readonly promise: QuickJSHandle;
}

/** Runs the script's jobs until its promise is settled, nothing is left that could settle it, or time is up. */
async function settle(scope: Scope, context: QuickJSContext, { work, promise }: Pending): Promise<ScriptOutcome> {
  const { runtime, deadline, logs, options } = work;
  for (;;) {
    const jobs = runtime.executePendingJobs(1000);
    if (jobs.error) return { ok: false, error: errorText(context, scope.manage(jobs.error), work), logs };
    const state = context.getPromiseState(promise);
    if (state.type === "fulfilled") return fulfilled(context, scope.manage(state.value), logs);
    if (state.type === "rejected")
      return { ok: false, error: errorText(context, scope.manage(state.error), work), logs };
    if (performance.now() > deadline) return { ok: false, error: timeoutText(work), logs };
    const isIdle = !runtime.hasPendingJob();
    if (isIdle && options.fetch === undefined) {
      return { ok: false, error: "The code waits for something that never comes.", logs };
    }
    if (isIdle) await new Promise((done) => setTimeout(done, 1));
  }
}

/** The program answers with JSON text, or undefined when the script returned nothing. */
function fulfilled(context: QuickJSContext, value: QuickJSHandle, logs: readonly string[]): ScriptOutcome {
  const answer: unknown = context.dump(value);
  const result: unknown = typeof answer === "string" ? JSON.parse(answer) : undefined;
  return { ok: true, result, logs };
}

function timeoutText({ script }: Work): string {
  return `The code did not finish within ${script.timeoutMs} ms.`;
}

function errorText(context: QuickJSContext, error: QuickJSHandle, work: Work): string {
  if (performance.now() > work.deadline) return timeoutText(work);
  const dumped: unknown = context.dump(error);
  if (dumped === null) return "out of memory";
  if (typeof dumped !== "object") return JSON.stringify(dumped);
  const name = "name" in dumped ? String(dumped.name) : "Error";
  return "message" in dumped ? `${name}: ${String(dumped.message)}` : JSON.stringify(dumped);
}
