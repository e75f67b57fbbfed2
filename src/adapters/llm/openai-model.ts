import { APIConnectionTimeoutError, APIError, OpenAI } from "openai";
import { AscendiaError } from "../../domain/errors.ts";
import type { Completion, LanguageModel, ModelQuestion } from "../../domain/brain/model-ports.ts";

export interface ModelEndpoint {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** Of one attempt. */
  readonly timeoutMs?: number;
  /** After a time-out, a lost connection, 408, 409, 429 (as long as retry-after says) and 5xx. */
  readonly maxRetries?: number;
}

const TIMEOUT_MS = 60_000;
const MAX_RETRIES = 4;

/** Chat completions with structured output, as OpenAI and the servers compatible with it offer. */
export function openaiModel(endpoint: ModelEndpoint): LanguageModel {
  const { baseUrl, apiKey, model, timeoutMs = TIMEOUT_MS, maxRetries = MAX_RETRIES } = endpoint;
  // Every setting that the SDK would otherwise take from the environment by itself is given.
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey,
    organization: null,
    project: null,
    timeout: timeoutMs,
    maxRetries,
    logLevel: "off",
  });
  return {
    identity: `${baseUrl} ${model}`,
    complete: async (question) => {
      try {
        return await complete(client, model, question);
      } catch (error) {
        throw failureOf(error, endpoint);
      }
    },
  };
}

async function complete(client: OpenAI, model: string, question: ModelQuestion): Promise<Completion> {
  const { choices } = await client.chat.completions.create({
    model,
    messages: [
      { role: "system", content: question.instructions },
      { role: "user", content: question.input },
    ],
    response_format: {
      type: "json_schema",
      json_schema: { name: question.name, strict: true, schema: { ...question.schema } },
    },
  });
  // Servers that are only compatible may leave out what the types promise.
  const [choice] = Array.isArray(choices) ? choices : [];
  const refusal = choice?.message?.refusal;
  if (refusal !== undefined && refusal !== null && refusal !== "")
    return { kind: "none", reason: `it refused: ${refusal}` };
  if (choice?.finish_reason === "length") return { kind: "none", reason: "it was cut short" };
  const text = choice?.message?.content;
  return typeof text === "string" ? { kind: "text", text } : { kind: "none", reason: "it is empty" };
}

function failureOf(error: unknown, { baseUrl, model }: ModelEndpoint): unknown {
  if (!(error instanceof APIError)) return error;
  const { host } = new URL(baseUrl);
  const status: unknown = error.status;
  if (error instanceof APIConnectionTimeoutError) {
    return failure("transient", `The model at ${host} did not answer in time.`, "Try again, or use a faster model.");
  }
  if (typeof status !== "number") {
    return failure("transient", `The model at ${host} cannot be reached.`, "Check OPENAI_BASE_URL.");
  }
  if (status === 401 || status === 403) {
    return failure("unauthorized", `${host} refused the key (${status}).`, "Check OPENAI_API_KEY.");
  }
  if (status === 404) {
    return failure(
      "not_configured",
      `${host} knows no model "${model}" here (404).`,
      "Check ASCENDIA_MODEL and OPENAI_BASE_URL.",
    );
  }
  if (status === 429 || status >= 500) {
    return failure("transient", `The model at ${host} is overloaded or out of order (${status}).`, "Try again later.");
  }
  const hint = "The endpoint must offer chat completions with response_format json_schema.";
  return failure("failed", `${host} refused the request (${status}): ${error.message.slice(0, 300)}`, hint);

  function failure(code: AscendiaError["code"], message: string, next: string): AscendiaError {
    return new AscendiaError(code, message, { hint: next, cause: error });
  }
}
