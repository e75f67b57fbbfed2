import { OpenAI } from "openai";

export interface ModelEndpoint {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** Of one attempt. */
  readonly timeoutMs?: number;
  /** After a time-out, a lost connection, 408, 409, 429 (as long as retry-after says) and 5xx. */
  readonly maxRetries?: number;
}

/** Every setting that the SDK would otherwise take from the environment by itself is given. */
export function openaiClient({ baseUrl, apiKey, timeoutMs, maxRetries }: Required<ModelEndpoint>): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    apiKey,
    organization: null,
    project: null,
    timeout: timeoutMs,
    maxRetries,
    logLevel: "off",
  });
}
