import { AscendiaError } from "./errors.ts";

/** The far side refused a request for coming too soon, and did nothing: it may be sent again after `retryAfterMs`. */
export class RateLimitError extends AscendiaError {
  readonly retryAfterMs: number;

  constructor(refused: AscendiaError, retryAfterMs: number) {
    const { message, hint, detail } = refused;
    super("transient", message, { ...(hint === undefined ? {} : { hint }), detail });
    this.retryAfterMs = retryAfterMs;
  }
}
