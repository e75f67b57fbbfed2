import { APIConnectionTimeoutError, APIError, OpenAI } from "openai";
import { AscendiaError } from "../../errors.ts";

export interface ModelEndpoint {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** Per attempt. */
  readonly timeoutMs?: number;
  /** Retries after a time-out, a lost connection, 408, 409, 429 (after the retry-after pause) and 5xx. */
  readonly maxRetries?: number;
}

/** Sets everything that the SDK would otherwise read from the environment. */
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

/** Rewrites the error in an operator's words; `offers` names what the refused request needs from the endpoint. */
export function openaiFailure(error: unknown, { baseUrl, model }: ModelEndpoint, offers: string): unknown {
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
      `${host} has no model "${model}" at this address (404).`,
      "Check ASCENDIA_MODEL and OPENAI_BASE_URL.",
    );
  }
  if (status === 429 || status >= 500) {
    return failure("transient", `The model at ${host} is overloaded or failing (${status}).`, "Try again later.");
  }
  return failure("failed", `${host} refused the request (${status}): ${error.message.slice(0, 300)}`, offers);

  function failure(code: AscendiaError["code"], message: string, next: string): AscendiaError {
    return new AscendiaError(code, message, { hint: next, cause: error });
  }
}
