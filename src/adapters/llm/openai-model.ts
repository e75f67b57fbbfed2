import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OpenAI } from "openai";
import type {
  AnswerStore,
  Completion,
  LanguageModel,
  ModelPorts,
  ModelQuestion,
} from "../../domain/brain/model-ports.ts";
import { plainText } from "../../domain/language/plain-text.ts";
import { AscendiaError } from "../../errors.ts";
import { writePrivateFile } from "../files/files.ts";
import { sha256 } from "../system/sha256.ts";
import { type ModelEndpoint, openaiClient, openaiFailure } from "./openai-client.ts";

const TIMEOUT_MS = 60_000;
const MAX_RETRIES = 4;

/** Chat completions with structured output, from OpenAI and compatible servers. */
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
      { role: "system", content: plainText(question.instructions) },
      { role: "user", content: plainText(question.input) },
    ],
    response_format: {
      type: "json_schema",
      json_schema: { name: question.name, strict: true, schema: { ...question.schema } },
    },
  };
  const { choices, usage } = await client.chat.completions.create(body, { signal });
  const tokens: unknown = usage?.total_tokens;
  // Compatible servers may omit fields that the types promise.
  const [choice] = Array.isArray(choices) ? choices : [];
  return { ...completionIn(choice), ...(typeof tokens === "number" && { tokens }) };
}

function completionIn(choice: OpenAI.Chat.ChatCompletion.Choice | undefined): Completion {
  const refusal = choice?.message?.refusal;
  if (refusal !== undefined && refusal !== null && refusal !== "")
    return { kind: "none", reason: `it refused: ${refusal}` };
  if (choice?.finish_reason === "length") return { kind: "none", reason: "it was cut short" };
  const text = choice?.message?.content;
  return typeof text === "string" ? { kind: "text", text } : { kind: "none", reason: "it is empty" };
}

/** One file per answer, named by the digest of its question, in a folder that only its owner can read. */
export function answerFiles(folder: string): AnswerStore {
  const pathOf = (key: string): string => join(folder, `${key}.json`);
  const write = async (key: string, text: string): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writePrivateFile(pathOf(key), text);
  };
  /** Concurrent calls may ask the same question; only one of them writes the file. */
  const writing = new Map<string, Promise<void>>();
  return {
    find: async (key) => {
      try {
        return await readFile(pathOf(key), "utf8");
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw unreadable(folder, error);
      }
    },
    keep: (key, text) => {
      const begun = writing.get(key) ?? write(key, text).finally(() => writing.delete(key));
      writing.set(key, begun);
      return begun;
    },
  };
}

function unreadable(folder: string, cause: unknown): AscendiaError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AscendiaError("failed", `Cannot read the cached answers in ${folder}: ${reason}.`, {
    hint: "Check the folder's permissions, or remove the folder: the model is then asked again.",
    cause,
  });
}

const OPENAI_URL = "https://api.openai.com/v1";

export interface ModelSettings {
  readonly openaiBaseUrl: string | null;
  readonly openaiApiKey: string | null;
  readonly model: string | null;
  readonly stateFolder: string;
}

/** A server of your own may accept any key, so a key is required only for OpenAI itself. */
export function configuredModel(
  { openaiBaseUrl, openaiApiKey, model, stateFolder }: ModelSettings,
  patience: Pick<ModelEndpoint, "timeoutMs" | "maxRetries"> = {},
): ModelPorts {
  const missing = [
    ...(model === null ? ["ASCENDIA_MODEL"] : []),
    ...(openaiApiKey === null && openaiBaseUrl === null ? ["OPENAI_API_KEY (or OPENAI_BASE_URL)"] : []),
  ];
  if (model === null || missing.length > 0) {
    throw new AscendiaError("not_configured", `A model needs ${missing.join(" and ")}.`, {
      hint: "Set them in the environment or in .env; any endpoint compatible with OpenAI's chat completions works.",
    });
  }
  return {
    model: openaiModel({ baseUrl: openaiBaseUrl ?? OPENAI_URL, apiKey: openaiApiKey ?? "none", model, ...patience }),
    answers: answerFiles(join(stateFolder, "model-answers")),
    digest: sha256,
    use: { asked: 0, remembered: 0, tokens: 0 },
  };
}
