import type { OpenAI } from "openai";
import type {
  ChatMessage,
  ChatModel,
  ChatPart,
  ChatRequest,
  ChatTool,
  ChatToolCall,
} from "../../domain/dialogue/ports.ts";
import { plainText } from "../../domain/language/plain-text.ts";
import { AscendiaError } from "../../errors.ts";
import { type ModelEndpoint, openaiClient, openaiFailure } from "./openai-client.ts";
import type { ModelSettings } from "./openai-model.ts";

/** The dialogue aborts earlier; this only ends a stream that it failed to abort. */
const TIMEOUT_MS = 30_000;

/** Twenty minutes of speech: a model that talks longer is out of control, and other calls wait behind it. */
const MOST_CHARACTERS = 20_000;

/** Streams chat completions with tools, from OpenAI and compatible servers. Sends each request once. */
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
  let characters = 0;
  for await (const { choices } of await client.chat.completions.create(body, { signal })) {
    // Compatible servers may omit fields that the types promise; the last chunk may have no choice.
    const [choice] = Array.isArray(choices) ? choices : [];
    if (choice === undefined) continue;
    finish = choice.finish_reason ?? finish;
    const text = textIn(choice.delta);
    characters += text.length + calls.add(choice.delta);
    if (characters > MOST_CHARACTERS) {
      throw new AscendiaError("failed", `The model's answer has more than ${MOST_CHARACTERS} characters.`);
    }
    if (text !== "") yield { kind: "text", text };
  }
  if (signal.aborted) return;
  yield* calls.whole(finish);
}

function textIn({ content, refusal }: Delta): string {
  const text: unknown = content ?? refusal;
  return typeof text === "string" ? text : "";
}

/** Tool calls arrive in pieces, several in parallel, distinguished by index. */
class ToolCalls {
  readonly #calls = new Map<number, ChatToolCall>();

  /** @returns how many characters arrived */
  add({ tool_calls: pieces = [] }: Delta): number {
    let characters = 0;
    for (const { index, id = "", function: { name = "", arguments: args = "" } = {} } of pieces) {
      const call = this.#calls.get(index) ?? { id: "", name: "", args: "" };
      this.#calls.set(index, { id: call.id + id, name: call.name + name, args: call.args + args });
      characters += id.length + name.length + args.length;
    }
    return characters;
  }

  /** @throws if the stream ended without a finish reason */
  whole(finish: string | null): readonly ChatPart[] {
    if (finish === null) throw new AscendiaError("transient", "The model's answer ended early.");
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
    return { role: "tool", tool_call_id: message.toolCallId, content: plainText(message.content) };
  }
  const content = plainText(message.content);
  if (message.role !== "assistant") return { role: message.role, content };
  const { toolCalls = [] } = message;
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

const OPENAI_URL = "https://api.openai.com/v1";

/**
 * Chat models by name; null means ASCENDIA_MODEL. A model that is not configured fails only when it is used: the call
 * that needs it still takes place, and its caller is put through to a person.
 */
export function configuredChat(settings: Omit<ModelSettings, "stateFolder">): (name: string | null) => ChatModel {
  const { openaiBaseUrl, openaiApiKey, model } = settings;
  const made = new Map<string, ChatModel>();
  return (name) => {
    const meant = name ?? model;
    if (meant === null || (openaiApiKey === null && openaiBaseUrl === null)) return missing;
    const chat =
      made.get(meant) ??
      openaiChat({ baseUrl: openaiBaseUrl ?? OPENAI_URL, apiKey: openaiApiKey ?? "none", model: meant });
    made.set(meant, chat);
    return chat;
  };
}

const missing: ChatModel = {
  stream: () => ({
    [Symbol.asyncIterator]: () => ({
      next: () =>
        Promise.reject(
          new AscendiaError("not_configured", 'Calls in mode "prompt" need a model, and none is configured.', {
            hint: "Set ASCENDIA_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL.",
          }),
        ),
    }),
  }),
};
