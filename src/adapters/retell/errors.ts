import { APIError } from "retell-sdk/error";
import * as z from "zod";
import { type ErrorCode, AscendiaError, RateLimitError } from "../../errors.ts";

/** The fields of the SDK's error that we read. Without a status there was no answer at all. */
interface Failure {
  readonly status: number | undefined;
  readonly message: string;
  readonly headers?: Headers | undefined;
  readonly cause?: unknown;
}

interface Meaning {
  readonly code: ErrorCode;
  readonly hint: string;
}

/** What each status means (docs/retell.md 12.3). 500 and above are `transient` too. */
const meanings: Readonly<Record<number, Meaning>> = {
  400: { code: "invalid", hint: "Correct what the message names and try again." },
  401: { code: "unauthorized", hint: "Set RETELL_API_KEY to a valid key of your Retell workspace." },
  402: { code: "failed", hint: "Add a payment method in the Retell dashboard, then run the command again." },
  403: { code: "forbidden", hint: "Use an API key of the workspace that owns this." },
  404: { code: "not_found", hint: "It may have been deleted in the Retell dashboard." },
  405: { code: "failed", hint: "Retell has removed this from its API: look for a newer version of ascendia." },
  410: { code: "failed", hint: "Retell has removed this from its API: look for a newer version of ascendia." },
  408: { code: "transient", hint: "Run the command again; it continues where it stopped." },
  409: { code: "conflict", hint: "Someone else changed it at the same time. Run the command again." },
  412: { code: "conflict", hint: "Someone else changed it at the same time. Run the command again." },
  422: { code: "invalid", hint: "Correct what the message names and try again." },
  429: { code: "transient", hint: "Retell is limiting requests. Wait a minute and run the command again." },
};

const elsewhere: Meaning = {
  code: "failed",
  hint: "Set RETELL_BASE_URL to the address that answers itself. A redirect is not followed: it may lead the key elsewhere.",
};

const unavailable: Meaning = {
  code: "transient",
  hint: "Retell had an internal problem. Run the command again; it continues where it stopped.",
};

/** Runs one request; any SDK error becomes an AscendiaError with Retell's status and message. */
export async function retellCall<T>(what: string, request: () => PromiseLike<T>): Promise<T> {
  const answer = await answerTo(what, request);
  if (typeof answer === "string" && answer.trimStart().startsWith("<"))
    throw unreadable(what, "it is a web page, such as that of a proxy or a maintenance notice");
  return answer;
}

async function answerTo<T>(what: string, request: () => PromiseLike<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof APIError) throw translated(what, error);
    if (error instanceof SyntaxError) throw unreadable(what, "it is not JSON");
    if (isCutOff(error)) throw unreadable(what, "the connection broke before it ended");
    throw error;
  }
}

/** Whether the connection ended or fell silent while the body was read; the SDK passes these errors on unchanged. */
function isCutOff(error: unknown): boolean {
  if (error instanceof TypeError) return error.message === "terminated" || error.cause !== undefined;
  return error instanceof DOMException && (error.name === "AbortError" || error.name === "TimeoutError");
}

/**
 * Like `retellCall`, but also parses the answer. Even if the answer is unreadable, the request may have been carried
 * out.
 */
export async function retellReply<T>(
  what: string,
  schema: z.ZodType<T>,
  request: () => PromiseLike<unknown>,
): Promise<T> {
  const { data, error } = schema.safeParse(await retellCall(what, request));
  if (error === undefined) return data;
  const [issue] = error.issues;
  const said = (issue?.message ?? "").replace(/^Invalid input: /u, "");
  throw unreadable(what, `${issue?.path.join(".") || "the whole"}: ${said}`);
}

/** Unlike a refusal, an unreadable answer leaves open what was done: `transient`, so that the caller checks. */
export function unreadable(what: string, why: string): AscendiaError {
  return new AscendiaError("transient", `Cannot read Retell's answer to the request to ${what}: ${why}.`, {
    hint: "Check RETELL_BASE_URL, then run the command again; it continues where it stopped. If the answer stays the same, Retell has changed it: look for a newer version of ascendia.",
  });
}

/** Whether Retell does not know the id: 404 or, for most resources, 422 (docs/retell.md 12.3). */
export function isUnknownId(error: unknown): boolean {
  return error instanceof AscendiaError && error.code === "not_found";
}

function translated(what: string, { status, message, headers, cause }: Failure): AscendiaError {
  if (status === undefined) return unreachable(what, reasonOf(cause) ?? message);
  const { code, hint } = meaningOf(status, message);
  const isRedirect = status >= 300 && status < 400;
  const said = isRedirect
    ? `${status}, a redirect to ${hostIn(headers?.get("location") ?? "")}`
    : shownMessage(message);
  // The SDK's error contains the response headers, so it is not passed on as the cause.
  const refused = new AscendiaError(code, `Retell did not ${what}: ${said}`, { hint, detail: { status } });
  return status === 429 ? new RateLimitError(refused, retryAfterMs(headers)) : refused;
}

const longestMessage = 400;

/** Retell's own message, without an error page's tags, and without a key that it repeats. */
function shownMessage(message: string): string {
  const isPage = /<(?:!doctype|html|body|head)\b/iu.test(message);
  const words = isPage ? `${message.replaceAll(/<(style|script)\b.*?<\/\1>|<[^>]*>/gisu, " ")} (a web page)` : message;
  const line = words
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/\bkey_\w{6,}/gu, "key_…")
    .trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
}

function hostIn(location: string): string {
  return URL.canParse(location) ? new URL(location).host : "another path";
}

const usualPauseMs = 1000;

/** `retry-after` in seconds or as a date, or `retry-after-ms` (docs/retell.md 12.4). */
export function retryAfterMs(headers: Headers | undefined): number {
  const milliseconds = Number.parseFloat(headers?.get("retry-after-ms") ?? "");
  const text = headers?.get("retry-after") ?? "";
  const seconds = Number.parseFloat(text) * 1000;
  const until = Date.parse(text) - Date.now();
  const named = [milliseconds, seconds, until].find((value) => Number.isFinite(value) && value >= 0);
  return named ?? usualPauseMs;
}

function meaningOf(status: number, message: string): Meaning {
  if (status >= 300 && status < 400) return elsewhere;
  const meaning = meanings[status] ?? (status >= 500 ? unavailable : undefined);
  if (status === 422 && /cannot find|not found/i.test(message)) return meanings[404] ?? unavailable;
  return meaning ?? { code: "failed", hint: "Run the command again with --verbose." };
}

function unreachable(what: string, reason: string): AscendiaError {
  return new AscendiaError("transient", `Retell could not be reached to ${what}: ${reason}`, {
    hint: "Check the network and RETELL_BASE_URL, then run the command again; it continues where it stopped.",
  });
}

/** `fetch` hides the reason (ECONNREFUSED, ENOTFOUND…) one or two causes deep. */
function reasonOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  const isReadable = code !== undefined && !code.startsWith("UND_");
  return (isReadable ? code : reasonOf(cause.cause)) ?? cause.message;
}

/** A number, even if Retell writes it as text. */
export const numeral = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,15}(?:\.\d+)?$/u)
    .transform(Number),
]);
