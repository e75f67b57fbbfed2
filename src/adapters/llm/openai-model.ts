import type { OpenAI } from "openai";
import type { Completion, LanguageModel, ModelQuestion } from "../../domain/brain/model-ports.ts";
import { type ModelEndpoint, openaiClient } from "./openai-client.ts";
import { openaiFailure } from "./openai-failure.ts";

const TIMEOUT_MS = 60_000;
const MAX_RETRIES = 4;

/** Chat completions with structured output, as OpenAI and the servers compatible with it offer. */
export function openaiModel(endpoint: ModelEndpoint): LanguageModel {
  const { baseUrl, model } = endpoint;
  const client = openaiClient({ timeoutMs: TIMEOUT_MS, maxRetries: MAX_RETRIES, ...endpoint });
  return {
    identity: `${baseUrl} ${model}`,
    complete: async (question, signal) => {
      try {
        return await complete(client, { model, question, signal });
      } catch (error) {
        throw openaiFailure(
          error,
          endpoint,
          "The endpoint must offer chat completions with response_format json_schema.",
        );
      }
    },
  };
}

interface Asked {
  readonly model: string;
  readonly question: ModelQuestion;
  readonly signal: AbortSignal | undefined;
}

async function complete(client: OpenAI, { model, question, signal }: Asked): Promise<Completion> {
  const body: OpenAI.Chat.ChatCompletionCreateParamsNonStreaming = {
    model,
    messages: [
      { role: "system", content: question.instructions },
      { role: "user", content: question.input },
    ],
    response_format: {
      type: "json_schema",
      json_schema: { name: question.name, strict: true, schema: { ...question.schema } },
    },
  };
  const { choices } = await client.chat.completions.create(body, { signal });
  // Servers that are only compatible may leave out what the types promise.
  const [choice] = Array.isArray(choices) ? choices : [];
  const refusal = choice?.message?.refusal;
  if (refusal !== undefined && refusal !== null && refusal !== "")
    return { kind: "none", reason: `it refused: ${refusal}` };
  if (choice?.finish_reason === "length") return { kind: "none", reason: "it was cut short" };
  const text = choice?.message?.content;
  return typeof text === "string" ? { kind: "text", text } : { kind: "none", reason: "it is empty" };
}
