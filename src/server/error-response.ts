import { AscendiaError, type ErrorCode } from "../domain/errors.ts";
import type { ServerLog } from "./ports.ts";
import { jsonReply, type Reply } from "./reply.ts";

/** The one table of what an expected failure is in HTTP. */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid: 400,
  usage: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  drift: 409,
  failed: 500,
  nothing_checked: 500,
  not_configured: 503,
  transient: 503,
  interrupted: 503,
};

/** A refusal that only HTTP knows: method, size, a sender who hung up. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  readonly status: 400 | 405 | 413;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: 400 | 405 | 413, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** Tells the sender what it can mend. A bug is told as such and no more; its stack goes to the log. */
export function errorReply(error: unknown, log: ServerLog, requestId: string): Reply {
  if (error instanceof HttpRefusal) {
    return { ...jsonReply(error.status, { error: error.message }), headers: error.headers };
  }
  if (error instanceof AscendiaError) {
    return jsonReply(STATUS[error.code], {
      error: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
  log.error({ requestId, stack: error instanceof Error ? error.stack : String(error) }, "unexpected failure");
  return jsonReply(500, { error: "Internal error", requestId });
}
