import { APIError } from "retell-sdk/error";
import type { ErrorCode } from "../../domain/errors.ts";
import { AscendiaError } from "../../domain/errors.ts";

/** What is read of the SDK's error. Without a status there was no answer at all. */
interface Failure {
  readonly status: number | undefined;
  readonly message: string;
  readonly cause?: unknown;
}

interface Meaning {
  readonly code: ErrorCode;
  readonly hint: string;
}

/** retell-api.md 12.3; statuses from 500 on are `transient` too. */
const meanings: Readonly<Record<number, Meaning>> = {
  400: { code: "invalid", hint: "Correct what the message names and try again." },
  401: { code: "unauthorized", hint: "Set RETELL_API_KEY to a valid key of your Retell workspace." },
  402: { code: "failed", hint: "Add a payment method in the Retell dashboard, then run the command again." },
  403: { code: "forbidden", hint: "Use an API key of the workspace that owns this." },
  404: { code: "not_found", hint: "It may have been deleted in the Retell dashboard." },
  408: { code: "transient", hint: "Run the command again; it continues where it stopped." },
  409: { code: "conflict", hint: "Somebody else changed it at the same time. Run the command again." },
  412: { code: "conflict", hint: "Somebody else changed it at the same time. Run the command again." },
  422: { code: "invalid", hint: "Correct what the message names and try again." },
  429: { code: "transient", hint: "Retell is limiting requests. Wait a minute and run the command again." },
};

const unavailable: Meaning = {
  code: "transient",
  hint: "Retell had a problem of its own. Run the command again; it continues where it stopped.",
};

/** Runs one request; whatever the SDK throws becomes an AscendiaError with Retell's status and message. */
export async function retellCall<T>(what: string, request: () => PromiseLike<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof APIError) throw translated(what, error);
    throw error;
  }
}

/** Whether Retell does not know what was asked for: 404 or, for most kinds, 422 (retell-api.md 12.3). */
export function isUnknownId(error: unknown): boolean {
  return error instanceof AscendiaError && error.code === "not_found";
}

function translated(what: string, { status, message, cause }: Failure): AscendiaError {
  if (status === undefined) return unreachable(what, reasonOf(cause) ?? message);
  const { code, hint } = meaningOf(status, message);
  // The SDK's error keeps response headers, which is why it is not passed on as the cause.
  return new AscendiaError(code, `Retell did not ${what}: ${message}`, { hint, detail: { status } });
}

function meaningOf(status: number, message: string): Meaning {
  const meaning = meanings[status] ?? (status >= 500 ? unavailable : undefined);
  if (status === 422 && /cannot find|not found/i.test(message)) return meanings[404] ?? unavailable;
  return meaning ?? { code: "failed", hint: "Run the command again with --verbose." };
}

function unreachable(what: string, reason: string): AscendiaError {
  return new AscendiaError("transient", `Retell could not be reached to ${what}: ${reason}`, {
    hint: "Check the network and RETELL_BASE_URL, then run the command again; it continues where it stopped.",
  });
}

/** fetch hides the reason (ECONNREFUSED, ENOTFOUND…) one or two causes down. */
function reasonOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  return code ?? reasonOf(cause.cause) ?? cause.message;
}
