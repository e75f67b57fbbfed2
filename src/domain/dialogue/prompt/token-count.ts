import type { LanguageModel } from "../../brain/model-ports.ts";
import type { ChatModel, ChatPart, ChatRequest } from "../ports.ts";

type TakeTokens = (tokens: number) => void;

/** English averages four characters a token, French about three; merely compatible endpoints report no count. */
const CHARACTERS_A_TOKEN = 3;

function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_A_TOKEN);
}

/** The chat model of one call, each request and each answer counted. */
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

/** What was answered was paid for, whether or not it was too much. */
function takeQuietly(take: TakeTokens, tokens: number): void {
  try {
    take(tokens);
  } catch {
    // The next request is refused.
  }
}

/** The language model of one call, each question and each answer counted. */
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
