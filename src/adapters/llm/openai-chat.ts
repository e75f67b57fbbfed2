import type { OpenAI } from "openai";
import { AscendiaError } from "../../domain/errors.ts";
import type {
  ChatMessage,
  ChatModel,
  ChatPart,
  ChatRequest,
  ChatTool,
  ChatToolCall,
} from "../../domain/dialogue/prompt/ports.ts";
import { type ModelEndpoint, openaiClient } from "./openai-client.ts";
import { openaiFailure } from "./openai-failure.ts";

/** Between two pieces nobody waits longer than the dialogue, which aborts; this only bounds what it forgot. */
const TIMEOUT_MS = 30_000;

/** Streamed chat completions with tools, as OpenAI and the servers compatible with it offer. Asks once. */
export function openaiChat(endpoint: ModelEndpoint): ChatModel {
  const client = openaiClient({ timeoutMs: TIMEOUT_MS, maxRetries: 0, ...endpoint });
  return {
    stream: async function* (request, signal) {
      try {
        yield* streamed(client, bodyOf(request, endpoint.model), signal);
      } catch (error) {
        throw openaiFailure(error, endpoint, "The endpoint must offer streamed chat completions with tools.");
      }
    },
  };
}

type Body = OpenAI.Chat.ChatCompletionCreateParamsStreaming;
type Delta = OpenAI.Chat.ChatCompletionChunk.Choice.Delta;

async function* streamed(client: OpenAI, body: Body, signal: AbortSignal): AsyncGenerator<ChatPart> {
  const calls = new ToolCalls();
  let finish: string | null = null;
  for await (const { choices } of await client.chat.completions.create(body, { signal })) {
    // Servers that are only compatible may leave out what the types promise; the last chunk may have no choice.
    const [choice] = Array.isArray(choices) ? choices : [];
    if (choice === undefined) continue;
    finish = choice.finish_reason ?? finish;
    const text = choice.delta.content ?? choice.delta.refusal ?? "";
    if (text !== "") yield { kind: "text", text };
    calls.add(choice.delta);
  }
  if (signal.aborted) return;
  yield* calls.whole(finish);
}

/** Calls arrive in pieces, several at once, told apart by their index. */
class ToolCalls {
  readonly #calls = new Map<number, ChatToolCall>();

  add({ tool_calls: pieces = [] }: Delta): void {
    for (const { index, id = "", function: { name = "", arguments: args = "" } = {} } of pieces) {
      const call = this.#calls.get(index) ?? { id: "", name: "", args: "" };
      this.#calls.set(index, { id: call.id + id, name: call.name + name, args: call.args + args });
    }
  }

  /** @throws when the stream ended without saying that it was the end */
  whole(finish: string | null): readonly ChatPart[] {
    if (finish === null) throw new AscendiaError("transient", "The model's answer broke off.");
    const calls = [...this.#calls.values()];
    if (finish === "length" && calls.length > 0) {
      throw new AscendiaError("failed", "The model's function call was cut short.");
    }
    return calls.map(({ id, name, args }) => ({ kind: "tool_call", id, name, args }));
  }
}

function bodyOf({ messages, tools }: ChatRequest, model: string): Body {
  return { model, stream: true, messages: messages.map(messageOf), tools: tools.map(toolOf) };
}

function messageOf(message: ChatMessage): OpenAI.Chat.ChatCompletionMessageParam {
  if (message.role === "tool") {
    return { role: "tool", tool_call_id: message.toolCallId, content: message.content };
  }
  if (message.role !== "assistant") return { role: message.role, content: message.content };
  const { content, toolCalls = [] } = message;
  if (toolCalls.length === 0) return { role: "assistant", content };
  return {
    role: "assistant",
    content: content === "" ? null : content,
    tool_calls: toolCalls.map(({ id, name, args }) => ({ id, type: "function", function: { name, arguments: args } })),
  };
}

function toolOf({ name, description, parameters }: ChatTool): OpenAI.Chat.ChatCompletionTool {
  return { type: "function", function: { name, description, parameters: { ...parameters } } };
}
