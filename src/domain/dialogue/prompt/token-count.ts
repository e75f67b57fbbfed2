import type { LanguageModel } from "../../brain/model-ports.ts";
import type { ChatModel, ChatPart, ChatRequest } from "../ports.ts";

type TakeTokens = (tokens: number) => void;

/**
 * English averages four characters a token, French about three; endpoints that are merely compatible report no count.
 */
const CHARACTERS_A_TOKEN = 3;

function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_A_TOKEN);
}

/** A chat model that counts the tokens of each request and answer of one call. */
export function countedChat(model: ChatModel, take: TakeTokens): ChatModel {
  return { stream: (request, signal) => counted(model, { request, signal, take }) };
}

interface Asked {
  readonly request: ChatRequest;
  readonly signal: AbortSignal;
  readonly take: TakeTokens;
}

async function* counted(model: ChatModel, { request, signal, take }: Asked): AsyncGenerator<ChatPart> {
  take(tokensOf(JSON.stringify(request).length));
  let characters = 0;
  try {
    for await (const part of model.stream(request, signal)) {
      characters += part.kind === "text" ? part.text.length : part.name.length + part.args.length;
      yield part;
    }
  } finally {
    if (characters > 0) takeQuietly(take, tokensOf(characters));
  }
}

/** An answer is paid for even when it exceeds the limit. */
function takeQuietly(take: TakeTokens, tokens: number): void {
  try {
    take(tokens);
  } catch {
    // The next request is refused.
  }
}

/** A language model that counts the tokens of each question and answer of one call. */
export function countedModel(model: LanguageModel, take: TakeTokens): LanguageModel {
  return {
    identity: model.identity,
    complete: async (question, signal) => {
      take(tokensOf(JSON.stringify(question).length));
      const completion = await model.complete(question, signal);
      if (completion.kind === "text") takeQuietly(take, tokensOf(completion.text.length));
      return completion;
    },
  };
}
