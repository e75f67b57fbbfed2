import { z } from "zod";
import type { Utterance } from "../ports.ts";
import type { ChatMessage, ChatToolCall, FunctionResult } from "./ports.ts";

const exchangeSchema = z.object({
  /** How many utterances there were when the function was called. */
  after: z.number().int().nonnegative(),
  call: z.object({ id: z.string(), name: z.string(), args: z.string() }),
  result: z.object({ content: z.string(), ok: z.boolean() }),
  /** In a turn that was cut off: should the model ask for the same again, this is the answer. */
  open: z.boolean(),
});

export const promptStateSchema = z.object({
  exchanges: z.array(exchangeSchema),
  /** Times in a row that the caller said nothing. */
  silences: z.number().int().nonnegative(),
});

export type Exchange = z.output<typeof exchangeSchema>;

/** What a call of the prompt dialogue remembers; the words themselves come with every turn. */
export type PromptState = z.output<typeof promptStateSchema>;

/** The words said, as Retell heard and spoke them, with the function calls where they fell. */
export function chatMessages(transcript: readonly Utterance[], exchanges: readonly Exchange[]): readonly ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (let position = 0; position <= transcript.length; position += 1) {
    messages.push(...exchanges.filter(({ after }) => after === position).flatMap(exchangeMessages));
    const utterance = transcript[position];
    if (utterance !== undefined && utterance.content.trim() !== "") messages.push(messageOf(utterance));
  }
  // Retell may have dropped words that were there when a function was called.
  return [...messages, ...exchanges.filter(({ after }) => after > transcript.length).flatMap(exchangeMessages)];
}

function messageOf({ role, content }: Utterance): ChatMessage {
  return { role: role === "agent" ? "assistant" : "user", content };
}

function exchangeMessages({ call, result }: Exchange): readonly ChatMessage[] {
  return [
    { role: "assistant", content: "", toolCalls: [call] },
    { role: "tool", toolCallId: call.id, content: result.content },
  ];
}

/** The result of the same call in a turn that was cut off. */
export function alreadyDone({ name, args }: ChatToolCall, exchanges: readonly Exchange[]): FunctionResult | undefined {
  return exchanges.find(({ open, call }) => open && call.name === name && call.args === args)?.result;
}
