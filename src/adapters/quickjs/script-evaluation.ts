import {
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSWASMModule,
  RELEASE_SYNC,
  Scope,
  newQuickJSWASMModule,
  newVariant,
} from "quickjs-emscripten";
import * as z from "zod";
import type { Script, ScriptOutcome } from "../../flow/ports.ts";

const pageBytes = 65_536;
/** The initial memory of the WebAssembly build of QuickJS, in pages. */
const initialPages = 256;

export interface EngineUse {
  readonly outcome: Evaluation;
  /** False if the run may have left the engine damaged. */
  readonly isSound: boolean;
  readonly dispose: () => void;
}

export interface Engine {
  use(run: (quickjs: QuickJSWASMModule) => Promise<EngineUse>): Promise<Evaluation>;
}

/**
 * `reads`: the names of the variables that the script read. With the same values, another run would end the same way.
 * null: the script failed, or used something else that can differ.
 */
export type Evaluation = ScriptOutcome & { readonly reads: readonly string[] | null };

export interface Evaluator {
  run(script: Script): Promise<Evaluation>;
}

/**
 * One QuickJS whose memory cannot grow beyond `memoryBytes`. QuickJS's own limit counts nothing in WebAssembly, where
 * malloc_usable_size is 0. The engine is replaced after a failed run, because an exhausted stack or memory leaves it
 * unusable.
 */
export function createEngine(memoryBytes: number): Engine {
  let current: Promise<QuickJSWASMModule> | undefined;
  const maximum = Math.max(initialPages, Math.ceil(memoryBytes / pageBytes));
  const start = async () => {
    const wasmMemory = new WebAssembly.Memory({ initial: initialPages, maximum });
    return newQuickJSWASMModule(newVariant(RELEASE_SYNC, { wasmMemory }));
  };
  return {
    async use(run) {
      current ??= start();
      const { outcome, isSound, dispose } = await run(await current);
      if (!isSound) current = undefined;
      else dispose();
      return outcome;
    },
  };
}

/**
 * The script's input as text, passed separately from the program, because parsing code costs more than parsing JSON.
 */
export function guestInputs(script: Script): string {
  return JSON.stringify({ dv: script.variables, metadata: script.metadata ?? {} });
}

/**
 * The script, wrapped so that `dv`, `metadata` and `console` exist and top-level `await` and `return` are allowed
 * (docs/retell.md 1.9). It evaluates to a promise of two lines of JSON. The first holds the names of the variables it
 * read, or null if it read all of them, the metadata, the time, a random number or the network; the second holds the
 * result. Host objects are first removed from the global object, so that the script sees only what is documented.
 */
export function guestProgram({ code }: Pick<Script, "code">): string {
  return `(async () => {
const { hostInputs, hostLog, hostFetch } = globalThis;
delete globalThis.hostInputs;
delete globalThis.hostLog;
delete globalThis.hostFetch;
const { stringify } = JSON;
const { keys } = Object;
let asked = false;
const reads = { __proto__: null };
const noting = new Proxy(Reflect, { get: (reflect, trap) => { asked = true; return reflect[trap]; } });
const readOne = (owner, name) => { if (typeof name === "string") reads[name] = true; else asked = true; return owner[name]; };
const notingReads = new Proxy(Reflect, { get: (reflect, trap) => trap === "get" ? readOne : noting[trap] });
const { dv, metadata } = JSON.parse(hostInputs);
const noteReads = (owner, name) => {
  let value = owner[name];
  Object.defineProperty(owner, name, { configurable: true, get: () => { asked = true; return value; }, set: (other) => { value = other; } });
};
noteReads(globalThis, "Date");
noteReads(Math, "random");
const line = (values) => values.map((value) => typeof value === "string" ? value : JSON.stringify(value) ?? String(value)).join(" ");
const write = (...values) => hostLog(line(values));
const console = { log: write, info: write, warn: write, error: write, debug: write };
if (hostFetch) {
  globalThis.fetch = async (url, init = {}) => {
    asked = true;
    const answer = JSON.parse(await hostFetch(JSON.stringify({ url: String(url), method: init.method ?? "GET", headers: init.headers ?? {}, body: init.body ?? "" })));
    if (answer.failed) throw new TypeError(answer.failed);
    const { status, headers, body } = answer;
    return { status, ok: status >= 200 && status < 300, headers: { get: (name) => headers[name.toLowerCase()] ?? null }, text: async () => body, json: async () => JSON.parse(body) };
  };
}
const result = await (async (dv, metadata, console) => {
${code}
})(new Proxy(dv, notingReads), metadata instanceof Object ? new Proxy(metadata, noting) : metadata, console);
const text = JSON.stringify(result) ?? "";
return (asked ? "null" : stringify(keys(reads))) + "\\n" + text;
})()`;
}

export interface FetchRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FetchAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The target of a script's `fetch`: a mock, or the network if explicitly allowed. */
export type HostFetch = (request: FetchRequest) => Promise<FetchAnswer>;

const request = z.object({
  url: z.string(),
  method: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

/** Adds `hostFetch(json) → Promise<json>` to the context; only text crosses the boundary. */
export function offerFetch(scope: Scope, context: QuickJSContext, fetch: HostFetch): void {
  const offered = scope.manage(context.newFunction("hostFetch", (text) => startFetch(scope, context, { text, fetch })));
  context.setProp(context.global, "hostFetch", offered);
}

interface Started {
  readonly text: QuickJSHandle;
  readonly fetch: HostFetch;
}

function startFetch(scope: Scope, context: QuickJSContext, { text, fetch }: Started): QuickJSHandle {
  const deferred = scope.manage(context.newPromise());
  const answer = async (json: string): Promise<void> => {
    const value = await fetchAnswer(json, fetch);
    // The script may time out before its answer arrives.
    if (context.alive && deferred.alive) context.newString(value).consume((handle) => deferred.resolve(handle));
  };
  void answer(context.getString(text));
  return deferred.handle.dup();
}

async function fetchAnswer(json: string, fetch: HostFetch): Promise<string> {
  try {
    return JSON.stringify(await fetch(request.parse(JSON.parse(json))));
  } catch (error) {
    // As with any fetch, the script handles a failed request: the error is thrown inside it.
    return JSON.stringify({ failed: error instanceof Error ? error.message : String(error) });
  }
}

export interface ScriptLimits {
  readonly memoryBytes: number;
  readonly stackBytes: number;
  /** Lines that a script may log; the rest is dropped. */
  readonly logLines: number;
}

const defaultLimits: ScriptLimits = { memoryBytes: 48 * 1024 * 1024, stackBytes: 256 * 1024, logLines: 200 };

export interface EvaluationOptions {
  readonly limits?: Partial<ScriptLimits>;
  /** If absent, scripts have no fetch. */
  readonly fetch?: HostFetch;
}

/** Runs each script in its own runtime, where it sees nothing of the host or of another run. */
export function inThreadScriptRunner(options: EvaluationOptions = {}): Evaluator {
  const limits = { ...defaultLimits, ...options.limits };
  const engine = createEngine(limits.memoryBytes);
  return {
    run: (script) =>
      engine.use(async (quickjs) => {
        const runtime = quickjs.newRuntime({ maxStackSizeBytes: limits.stackBytes });
        const deadline = performance.now() + script.timeoutMs;
        runtime.setInterruptHandler(() => performance.now() > deadline);
        const work: Work = { runtime, deadline, script, logs: [], limits, options };
        const outcome: Evaluation = await Scope.withScopeAsync((scope) => evaluate(scope, work));
        return { outcome, isSound: outcome.ok, dispose: () => runtime.dispose() };
      }),
  };
}

interface Work {
  readonly runtime: QuickJSRuntime;
  /** On the clock of performance.now(). */
  readonly deadline: number;
  readonly script: Script;
  readonly logs: string[];
  readonly limits: ScriptLimits;
  readonly options: EvaluationOptions;
}

async function evaluate(scope: Scope, work: Work): Promise<Evaluation> {
  const { runtime, script, logs, options } = work;
  const context = scope.manage(runtime.newContext());
  context.newString(guestInputs(script)).consume((inputs) => context.setProp(context.global, "hostInputs", inputs));
  offerLog(scope, context, work);
  if (options.fetch !== undefined) offerFetch(scope, context, options.fetch);
  const result = context.evalCode(guestProgram(script), "code-node.js");
  if (result.error) return failed(errorText(context, scope.manage(result.error), work), logs);
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

/** Runs the script's jobs until its promise settles, nothing is left that could settle it, or time is up. */
async function settle(scope: Scope, context: QuickJSContext, { work, promise }: Pending): Promise<Evaluation> {
  const { runtime, deadline, logs, options } = work;
  for (;;) {
    const jobs = runtime.executePendingJobs(1000);
    if (jobs.error) return failed(errorText(context, scope.manage(jobs.error), work), logs);
    const state = context.getPromiseState(promise);
    if (state.type === "fulfilled") return fulfilled(context, scope.manage(state.value), logs);
    if (state.type === "rejected") return failed(errorText(context, scope.manage(state.error), work), logs);
    if (performance.now() > deadline) return failed(timeoutText(work), logs);
    const isIdle = !runtime.hasPendingJob();
    if (isIdle && options.fetch === undefined) {
      return failed("The code waits for something that never happens.", logs);
    }
    if (isIdle) await new Promise((done) => setTimeout(done, 1));
  }
}

function failed(error: string, logs: readonly string[]): Evaluation {
  return { ok: false, error, logs, reads: null };
}

const names = z.array(z.string()).nullable();

/** The second line is empty if the script returned nothing. */
function fulfilled(context: QuickJSContext, value: QuickJSHandle, logs: readonly string[]): Evaluation {
  const answer = context.getString(value);
  const end = answer.indexOf("\n");
  const json = answer.slice(end + 1);
  const result: unknown = json === "" ? undefined : JSON.parse(json);
  return { ok: true, result, logs, reads: names.parse(JSON.parse(answer.slice(0, end))) };
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
