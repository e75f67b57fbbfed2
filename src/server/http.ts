import { type ErrorCode, AscendiaError } from "../errors.ts";
import { HttpRefusal } from "./http-refusal.ts";
import { badShape, shapeProblem } from "../domain/json-shape.ts";
import type { Signer } from "../domain/call/signed-request.ts";
import type { ServerLog, ServerPorts } from "./ports.ts";

/** An answer before it is sent. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

export const JSON_TYPE = "application/json; charset=utf-8";

export function jsonReply(status: number, body: unknown): Reply {
  return { status, contentType: JSON_TYPE, body: JSON.stringify(body) };
}

/** The only mapping from expected errors to HTTP. */
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

/**
 * Shows senders the errors that they can fix. A bug is reported only as an internal error; its stack goes to the log.
 */
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

export const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * A call's events contain its transcript word by word: some 1.4 MB per hour, and Retell ends a call after two hours.
 */
export const EVENT_LIMIT_BYTES = 4 * 1024 * 1024;

/** An inbound call's body contains two numbers and a few ids. It is parsed while the caller hears ringing. */
export const INBOUND_LIMIT_BYTES = 64 * 1024;

export function tooLarge(limit: number): HttpRefusal {
  return new HttpRefusal(413, `The body is larger than ${limit / 1024} kB`, { connection: "close" });
}

export interface SignedBody {
  readonly rawBody: Uint8Array;
  readonly signature: string | undefined;
}

const decoder = new TextDecoder();

const UNSIGNED = "The signature is missing, wrong or older than five minutes";
const OTHER_ACCOUNT = "The signature is that of another Retell account than this clinic's";

/** A body without a signature header is not worth reading. */
export function unsigned(): HttpRefusal {
  return new HttpRefusal(401, UNSIGNED, { connection: "close" });
}

/** Content signed by a Retell account. Which clinics it may concern is known only after parsing. */
export interface Signed<Content> {
  readonly content: Content;
  readonly signer: Signer;
}

/** Parses signed content. @throws unauthorized before anything is parsed, invalid if it is not JSON */
export function signedJson(signed: SignedBody, ports: Pick<ServerPorts, "signer">): Signed<unknown> {
  const { content, signer } = signedText(signed, ports);
  return { content: parsedJson(content), signer };
}

/** Like `signedJson`, for a body that will be traversed. @throws invalid also if it is too deep or too wide */
export function signedShallowJson(signed: SignedBody, ports: Pick<ServerPorts, "signer">): Signed<unknown> {
  const { content, signer } = signedText(signed, ports);
  return { content: shallowJson(content), signer };
}

/** One account's key must not give access to another account's clinic. @throws unauthorized */
export function refuseOtherAccount(signer: Signer, account: string | null): void {
  if (!signer.speaksFor(account)) throw new AscendiaError("unauthorized", OTHER_ACCOUNT);
}

/** @throws invalid if the text is not JSON, or is too deep or too wide */
export function shallowJson(text: string): unknown {
  const problem = shapeProblem(text);
  if (problem !== undefined) throw badShape(problem);
  return parsedJson(text);
}

/** The signed text. @throws unauthorized */
export function signedText({ rawBody, signature }: SignedBody, ports: Pick<ServerPorts, "signer">): Signed<string> {
  const signer = ports.signer(rawBody, signature);
  if (signer === undefined) throw new AscendiaError("unauthorized", UNSIGNED);
  return { content: decoder.decode(rawBody), signer };
}

function parsedJson(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch (error) {
    throw new AscendiaError("invalid", "The body is not JSON", { cause: error });
  }
}
