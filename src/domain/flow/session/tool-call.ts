import type { CustomTool, FlowNode } from "../flow.ts";
import type { ToolCall, ToolOutcome } from "../ports.ts";
import { callRecord } from "./call-record.ts";
import { parsedJson, setResponseVariables } from "./response-variables.ts";
import type { Run } from "./run.ts";
import { placeOf, record } from "./run.ts";
import { toolArguments } from "./tool-arguments.ts";
import { resolve, variablesOf } from "./variables.ts";

/** retell-api.md 6.3 */
export const resultCap = 15_000;
const defaultTimeoutMs = 120_000;
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
      timeoutMs: tool.timeout_ms ?? defaultTimeoutMs,
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

/** Sends the call, again on failure up to `maxRetry` times; only the last result is told (retell-api.md 6.2). */
export async function performCall(run: Run, node: FlowNode, prepared: PreparedCall): Promise<void> {
  const context = { callId: run.state.call.callId, place: placeOf(run, node), variables: variablesOf(run) };
  const attempts = async (attempt: number): Promise<ToolOutcome> => {
    const outcome = await run.ports.tools.run({ ...prepared.call, attempt }, context);
    if (outcome.ok || attempt > prepared.maxRetry) return outcome;
    await run.ports.pause?.(run.options.retryPauseMs * 2 ** (attempt - 1));
    return attempts(attempt + 1);
  };
  const outcome = await attempts(1);
  recordResult(run, prepared.call.toolCallId, outcome);
  if (outcome.ok) setResponseVariables(run, parsedJson(outcome.content), prepared.responseVariables);
}

/** Waits for the work, or lets it run until the end of the turn (`wait_for_result: false`). */
export async function awaitOrDetach(run: Run, work: () => Promise<void>, waits: boolean | undefined): Promise<void> {
  if (waits !== false) return work();
  const running = work();
  // Its failure is seen when the turn settles it; until then it must not count as unhandled.
  running.catch(() => undefined);
  run.turn.detached.push(running);
}
