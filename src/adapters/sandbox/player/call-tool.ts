import { resolveDeep, resolvePlaceholders } from "../../../domain/flow/placeholders.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import type { PlayPorts } from "./play-ports.ts";
import type { PlayableTool } from "./playable-agent.ts";

export interface ToolCall {
  readonly tool: PlayableTool;
  /** The call object as it stands, its transcript with it. */
  readonly call: JsonObject;
  readonly variables: Readonly<Record<string, string>>;
  /** Over what the flow fills in. */
  readonly args: JsonObject;
  readonly number: number;
}

export interface ToolResult {
  /** The invocation and its result, as they stand in a transcript. */
  readonly items: readonly JsonObject[];
  readonly answer: JsonObject;
}

/** Calls the function as Retell does (retell-api.md 6): constants resolved, the body signed, 2xx or a failure. */
export const callTool = async (asked: ToolCall, { send }: PlayPorts): Promise<ToolResult> => {
  const { tool, variables, call } = asked;
  const lookup = (name: string) => variables[name];
  const args = { ...constants(tool, lookup), ...asked.args };
  const id = `tool_call_${asked.number}`;
  const invocation = {
    role: "tool_call_invocation",
    tool_call_id: id,
    name: tool.name,
    arguments: JSON.stringify(args),
  };
  const context = { ...call, transcript_with_tool_calls: [...items(call), invocation] };
  const body = tool.args_at_root === true ? args : { name: tool.name, args, call: context };
  const outcome = await send({
    url: resolvePlaceholders(tool.url, lookup),
    method: tool.method,
    headers: Object.fromEntries(
      Object.entries(tool.headers).map(([name, value]) => [name, resolvePlaceholders(value, lookup)]),
    ),
    body: JSON.stringify(body),
    timeoutMs: tool.timeout_ms,
  });
  const successful = outcome.kind === "answered" && outcome.status >= 200 && outcome.status < 300;
  const content = outcome.kind === "answered" ? outcome.body : outcome.reason;
  const result = { role: "tool_call_result", tool_call_id: id, content: content.slice(0, longestResult), successful };
  return { items: [invocation, result], answer: successful ? asObject(content) : {} };
};

/** retell-api.md 6.3 */
const longestResult = 15_000;

const constants = ({ parameters }: PlayableTool, lookup: (name: string) => string | undefined): JsonObject =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, property]) =>
      "const" in property ? [[name, resolveDeep(property["const"], lookup)] as const] : [],
    ),
  );

const items = (call: JsonObject): readonly unknown[] => {
  const present = call["transcript_with_tool_calls"];
  return Array.isArray(present) ? present : [];
};

const asObject = (text: string): JsonObject => {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
};
