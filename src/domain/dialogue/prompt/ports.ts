/** What a chat model may call; `parameters` is a JSON Schema object. */
export interface ChatTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ChatToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it. */
  readonly args: string;
}

export type ChatMessage =
  | { readonly role: "system" | "user"; readonly content: string }
  | { readonly role: "assistant"; readonly content: string; readonly toolCalls?: readonly ChatToolCall[] }
  | { readonly role: "tool"; readonly toolCallId: string; readonly content: string };

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ChatTool[];
}

/** Text as it comes, word by word; tool calls whole. */
export type ChatPart =
  | { readonly kind: "text"; readonly text: string }
  | ({ readonly kind: "tool_call" } & ChatToolCall);

export interface ChatModel {
  /** @throws transient, unauthorized or failed when there is no answer, or it breaks off */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatPart>;
}

export interface FunctionResult {
  /** JSON text of the function's answer, or what went wrong. */
  readonly content: string;
  readonly ok: boolean;
}

/** The clinic's functions, for this call of this clinic. Failures are results, never exceptions. */
export type RunFunction = (name: string, args: Readonly<Record<string, unknown>>) => Promise<FunctionResult>;

export interface PromptPorts {
  readonly model: ChatModel;
  readonly runFunction: RunFunction;
  /** Resolves after so many milliseconds, or at once when aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Told when the model failed: the caller hears an apology, the operator wants the reason. */
  failed(error: unknown): void;
}
