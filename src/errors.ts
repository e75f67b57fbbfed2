/** The kind of failure. Exit codes (terminal/exit-code.ts) and HTTP statuses (server/) are derived from it. */
export const ERROR_CODES = [
  "invalid",
  "usage",
  "not_found",
  "conflict",
  "unauthorized",
  "forbidden",
  "not_configured",
  "transient",
  "drift",
  "nothing_checked",
  "interrupted",
  "failed",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

interface ErrorParts {
  readonly hint?: string;
  readonly detail?: unknown;
  readonly cause?: unknown;
}

/**
 * An expected failure: `message` says what failed and why, `hint` what to do next (a command if possible). Any other
 * error is a bug: the caller gets a generic text, and the log gets the stack.
 */
export class AscendiaError extends Error {
  override readonly name = "AscendiaError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly detail: unknown;

  constructor(code: ErrorCode, message: string, parts: ErrorParts = {}) {
    super(message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.code = code;
    this.hint = parts.hint;
    this.detail = parts.detail;
  }
}

/** The remote side rejected a request because of its rate and did nothing: retry after `retryAfterMs`. */
export class RateLimitError extends AscendiaError {
  readonly retryAfterMs: number;

  constructor(refused: AscendiaError, retryAfterMs: number) {
    const { message, hint, detail } = refused;
    super("transient", message, { ...(hint === undefined ? {} : { hint }), detail });
    this.retryAfterMs = retryAfterMs;
  }
}
