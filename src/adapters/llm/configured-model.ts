import { join } from "node:path";
import { AscendiaError } from "../../domain/errors.ts";
import type { ModelPorts } from "../../domain/brain/model-ports.ts";
import { sha256 } from "../system/sha256.ts";
import { answerFiles } from "./answer-files.ts";
import type { ModelEndpoint } from "./openai-client.ts";
import { openaiModel } from "./openai-model.ts";

const OPENAI_URL = "https://api.openai.com/v1";

export interface ModelSettings {
  readonly openaiBaseUrl: string | null;
  readonly openaiApiKey: string | null;
  readonly model: string | null;
  readonly stateFolder: string;
}

/** A server of one's own may take any key, so that one is asked for only where OpenAI's is meant. */
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
      hint: "Set them in the environment or in .env; any endpoint compatible with OpenAI's chat completions will do.",
    });
  }
  return {
    model: openaiModel({ baseUrl: openaiBaseUrl ?? OPENAI_URL, apiKey: openaiApiKey ?? "none", model, ...patience }),
    answers: answerFiles(join(stateFolder, "model-answers")),
    digest: sha256,
    use: { asked: 0, remembered: 0 },
  };
}
