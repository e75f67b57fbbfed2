import type { FlowNode, McpServer } from "../flow.ts";
import { findInGraphs } from "./graphs.ts";
import type { Run } from "./run.ts";
import type { PreparedCall } from "./tool-call.ts";
import { invoke, resolvedTexts } from "./tool-call.ts";
import { toolArguments } from "./tool-arguments.ts";
import { resolve } from "./variables.ts";

const defaultTimeoutMs = 120_000;

export interface McpRequest {
  readonly server: string;
  readonly tool: string;
  /** Argument descriptions by name, where the flow knows them. */
  readonly schema: Readonly<Record<string, string>>;
  readonly responseVariables: Readonly<Record<string, string>> | undefined;
}

/** Servers are found by name: `mcps` entries have no id of their own (retell-api.md 1.7.3). */
export async function prepareMcpCall(run: Run, node: FlowNode, request: McpRequest): Promise<PreparedCall> {
  const server: McpServer | undefined = findInGraphs(run, (graph) =>
    (graph.mcps ?? []).find((item) => item.name === request.server),
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
