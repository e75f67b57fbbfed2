import { jsonOf } from "../../json.ts";
import type { CustomTool, FlowNode, McpServer, ServerTool } from "../flow.ts";
import { resolveDeep } from "../placeholders.ts";
import type { ExtractedValues, Script, ToolCall, ToolContext, ToolOutcome, WantedValue } from "../ports.ts";
import { isObject } from "../parse/unwrap-flow.ts";
import { findInGraphs, lookupOf, resolve, variablesOf } from "./speak.ts";
import { type Run, callRecord, placeOf, record, transcriptOf } from "./state.ts";

/** Sets variables from a JSON object by dot paths with `[n]`. A missing path sets nothing (docs/retell.md 6.3). */
export function setResponseVariables(
  run: Run,
  result: unknown,
  paths: Readonly<Record<string, string>> | null | undefined,
): void {
  if (!isObject(result)) return;
  const values = Object.entries(paths ?? {}).map(([name, path]) => [name, valueAtPath(result, path)] as const);
  setVariables(run, Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null)));
}

/** All variables are texts (docs/retell.md 10). */
export function setVariables(run: Run, values: Json): void {
  const texts = Object.entries(values).map(([name, value]) => [name, textOf(value)] as const);
  const { collected } = run.state;
  if (texts.every(([name, text]) => collected[name] === text)) return;
  run.state.collected = { ...collected, ...Object.fromEntries(texts) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

export function valueAtPath(value: unknown, path: string): unknown {
  const keys = path.match(/[^.[\]]+/g) ?? [];
  return keys.reduce<unknown>((current, key) => {
    if (Array.isArray(current)) return current[Number(key)];
    return isObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  }, value);
}

type Json = Readonly<Record<string, unknown>>;

export interface ArgumentSchema {
  readonly tool: string;
  /** `properties` of the tool's JSON Schema. */
  readonly properties: Json;
  readonly required: readonly string[];
}

/**
 * Arguments of a tool call (docs/retell.md 1.7.1): a `const` with placeholders resolved, else the variable of the same
 * name, else what the brain finds in the conversation. Unknown arguments are left out.
 */
export async function toolArguments(run: Run, node: FlowNode, schema: ArgumentSchema): Promise<Json> {
  const known = knownValues(run, schema.properties, "");
  const wanted = wantedValues(run, schema, "").filter((item) => !Object.hasOwn(known, item.name));
  const found: ExtractedValues =
    wanted.length === 0
      ? {}
      : await run.ports.brain.extract({
          place: placeOf(run, node),
          purpose: "arguments",
          tool: schema.tool,
          wanted,
          transcript: transcriptOf(run),
          variables: variablesOf(run),
        });
  return assemble(run, schema.properties, { path: "", values: { ...found, ...known } });
}

function isGroup(property: Json): property is Json & { readonly properties: Json } {
  return isObject(property["properties"]);
}

function leaves(properties: Json, path: string): readonly (readonly [string, Json])[] {
  return Object.entries(properties).flatMap(([key, property]) => {
    if (!isObject(property) || "const" in property) return [];
    return isGroup(property) ? leaves(property.properties, `${path}${key}.`) : [[`${path}${key}`, property] as const];
  });
}

function knownValues(run: Run, properties: Json, path: string): Record<string, string> {
  const lookup = lookupOf(run);
  const entries = leaves(properties, path).flatMap(([name]) => {
    const value = lookup(name.split(".").at(-1) ?? name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function wantedValues(run: Run, schema: ArgumentSchema, path: string): readonly WantedValue[] {
  return leaves(schema.properties, path).map(([name, property]) => {
    const text = property["description"];
    const description = typeof text === "string" ? resolve(run, text) : name;
    return wantedValue({ name, description, required: schema.required.includes(name) }, property);
  });
}

function wantedValue(shared: Pick<WantedValue, "name" | "description" | "required">, property: Json): WantedValue {
  const choices = property["enum"];
  if (Array.isArray(choices)) return { ...shared, type: "enum", choices: choices.map(String) };
  if (isNumeric(property)) return { ...shared, type: "number" };
  return { ...shared, type: property["type"] === "boolean" ? "boolean" : "string" };
}

function isNumeric(property: Json): boolean {
  return property["type"] === "number" || property["type"] === "integer";
}

interface Filling {
  readonly path: string;
  readonly values: ExtractedValues;
}

function assemble(run: Run, properties: Json, { path, values }: Filling): Json {
  const entries = Object.entries(properties).flatMap(([key, property]): (readonly [string, unknown])[] => {
    if (!isObject(property)) return [];
    if ("const" in property) return [[key, resolveDeep(property["const"], lookupOf(run))]];
    if (isGroup(property)) return [[key, assemble(run, property.properties, { path: `${path}${key}.`, values })]];
    const value = values[`${path}${key}`];
    return value === undefined ? [] : [[key, typed(property, value)]];
  });
  return Object.fromEntries(entries);
}

function typed(property: Json, value: string | number | boolean): unknown {
  if (isNumeric(property)) return Number.isFinite(Number(value)) && value !== "" ? Number(value) : value;
  if (property["type"] === "boolean") return value === "true" || value === true;
  return property["type"] === "string" ? String(value) : value;
}

/** In characters (docs/retell.md 6.3). */
export const resultCap = 15_000;
const toolTimeoutMs = 120_000;
const bodyMethods: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

export interface PreparedCall {
  readonly call: Omit<ToolCall, "attempt">;
  readonly maxRetry: number;
  readonly responseVariables: Readonly<Record<string, string>> | undefined;
}

export function invoke(run: Run, name: string, args: Readonly<Record<string, unknown>>): string {
  run.state.toolCalls += 1;
  const id = `tool_call_${run.state.toolCalls}`;
  record(run, { role: "tool_call_invocation", tool_call_id: id, name, arguments: JSON.stringify(args) });
  return id;
}

export function recordResult(run: Run, id: string, result: { readonly ok: boolean; readonly content: string }): void {
  const content = result.content.slice(0, resultCap);
  record(run, { role: "tool_call_result", tool_call_id: id, content, successful: result.ok });
}

export async function prepareCustomCall(run: Run, node: FlowNode, tool: CustomTool): Promise<PreparedCall> {
  const { properties = {}, required = [] } = tool.parameters ?? {};
  const args = await toolArguments(run, node, { tool: tool.name, properties, required });
  const toolCallId = invoke(run, tool.name, args);
  const method = tool.method ?? "POST";
  const payload = tool.args_at_root === true ? args : { name: tool.name, args, call: callRecord(run) };
  return {
    call: {
      kind: "custom",
      toolCallId,
      ...(tool.tool_id !== undefined && { toolId: tool.tool_id }),
      name: tool.name,
      url: resolve(run, tool.url),
      method,
      headers: resolvedTexts(run, tool.headers),
      query: resolvedTexts(run, tool.query_params),
      args,
      body: bodyMethods.has(method) ? JSON.stringify(payload) : "",
      timeoutMs: tool.timeout_ms ?? toolTimeoutMs,
    },
    maxRetry: tool.max_retry ?? 0,
    responseVariables: tool.response_variables,
  };
}

export function resolvedTexts(
  run: Run,
  texts: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts ?? {}).map(([name, text]) => [name, resolve(run, text)]));
}

/** Sends the call and retries failures up to `maxRetry` times. Only the last result counts (docs/retell.md 6.2). */
export async function performCall(run: Run, node: FlowNode, prepared: PreparedCall): Promise<void> {
  const context: ToolContext = {
    callId: run.state.call.callId,
    place: placeOf(run, node),
    variables: () => variablesOf(run),
  };
  const attempts = async (attempt: number): Promise<ToolOutcome> => {
    const outcome = await run.ports.tools.run({ ...prepared.call, attempt }, context);
    if (outcome.ok || attempt > prepared.maxRetry) return outcome;
    await run.ports.pause?.(run.options.retryPauseMs * 2 ** (attempt - 1));
    return attempts(attempt + 1);
  };
  const outcome = await attempts(1);
  recordResult(run, prepared.call.toolCallId, outcome);
  if (outcome.ok) setResponseVariables(run, jsonOf(outcome.content), prepared.responseVariables);
}

/** Waits for the work, or lets it run until the end of the turn (`wait_for_result: false`). */
export async function awaitOrDetach(run: Run, work: () => Promise<void>, waits: boolean | undefined): Promise<void> {
  if (waits !== false) return work();
  const running = work();
  // The turn handles a failure when it settles; until then the rejection must not count as unhandled.
  running.catch(() => undefined);
  run.turn.detached.push(running);
}

const defaultTimeoutMs = 120_000;

export interface McpRequest {
  readonly server: string;
  readonly tool: string;
  /** Argument descriptions by name, if the flow has them. */
  readonly schema: Readonly<Record<string, string>>;
  readonly responseVariables: Readonly<Record<string, string>> | undefined;
}

/** Servers are found by name, because entries of `mcps` have no id (docs/retell.md 1.7.3). */
export async function prepareMcpCall(run: Run, node: FlowNode, request: McpRequest): Promise<PreparedCall> {
  const server: McpServer | undefined = findInGraphs(run, (graph) =>
    (graph.mcps ?? []).find((item) => item.id === request.server || item.name === request.server),
  );
  const properties = Object.fromEntries(
    Object.entries(request.schema).map(([name, description]) => [name, { type: "string", description }]),
  );
  const args = await toolArguments(run, node, { tool: request.tool, properties, required: [] });
  return {
    call: {
      kind: "mcp",
      toolCallId: invoke(run, request.tool, args),
      name: request.tool,
      toolId: request.server,
      url: resolve(run, server?.url ?? ""),
      method: "POST",
      headers: resolvedTexts(run, server?.headers),
      query: resolvedTexts(run, server?.query_params),
      args,
      body: JSON.stringify(args),
      timeoutMs: server?.timeout_ms ?? defaultTimeoutMs,
    },
    maxRetry: 0,
    responseVariables: request.responseVariables,
  };
}

/** The default of a code node (docs/retell.md 1.3). */
const codeTimeoutMs = 30_000;

export interface CodeToRun {
  readonly code: string;
  readonly timeout_ms?: number | undefined;
  readonly response_variables?: Readonly<Record<string, string>> | undefined;
}

/**
 * A class, because V8 keeps an object literal with a getter, and all that it references, until the next full
 * collection.
 */
class CodeScript implements Script {
  readonly code: string;
  readonly metadata: unknown;
  readonly timeoutMs: number;
  readonly #run: Run;

  constructor(run: Run, { code, timeout_ms: timeoutMs }: CodeToRun) {
    this.code = code;
    this.metadata = run.state.call.metadata ?? {};
    this.timeoutMs = timeoutMs ?? codeTimeoutMs;
    this.#run = run;
  }

  /** Computed on demand: most scripts read no variables. */
  get variables(): Script["variables"] {
    return variablesOf(this.#run);
  }
}

/** Runs code with the current variables. A failed run sets none (docs/retell.md 1.9). */
export async function runCode(run: Run, code: CodeToRun): Promise<CodeOutcome> {
  const outcome = await run.ports.scripts.run(new CodeScript(run, code));
  if (!outcome.ok) return { ok: false, content: outcome.error };
  const { result } = outcome;
  setResponseVariables(run, result, code.response_variables);
  return { ok: true, content: typeof result === "string" ? result : (JSON.stringify(result) ?? "") };
}

interface CodeOutcome {
  readonly ok: boolean;
  readonly content: string;
}

type CalendarTool = Exclude<ServerTool, { readonly type: "custom" }>;

export async function prepareFlowTool(run: Run, node: FlowNode, tool: ServerTool): Promise<PreparedCall> {
  return tool.type === "custom" ? prepareCustomCall(run, node, tool) : prepareCalendarCall(run, node, tool);
}

/** What each Cal.com tool needs from the conversation. Retell does not publish its own wording. */
const calendarProperties = {
  check_availability_cal: { date: { type: "string", description: "Day to look at, YYYY-MM-DD" } },
  book_appointment_cal: {
    name: { type: "string", description: "Name of the attendee" },
    email: { type: "string", description: "E-mail address of the attendee" },
    time: { type: "string", description: "Chosen time, ISO 8601" },
  },
} as const;

/** Retell calls Cal.com itself. We have no URL, so the runner answers by tool name (docs/retell.md 1.7.2). */
async function prepareCalendarCall(run: Run, node: FlowNode, tool: CalendarTool): Promise<PreparedCall> {
  const properties = calendarProperties[tool.type];
  const args = await toolArguments(run, node, { tool: tool.name, properties, required: Object.keys(properties) });
  return {
    call: {
      kind: "calendar",
      toolCallId: invoke(run, tool.name, args),
      ...(tool.tool_id !== undefined && { toolId: tool.tool_id }),
      name: tool.name,
      url: "",
      method: "POST",
      headers: {},
      query: {},
      args,
      body: JSON.stringify(args),
      timeoutMs: 120_000,
    },
    maxRetry: 0,
    responseVariables: undefined,
  };
}
