import { AscendiaError, type ErrorCode } from "../errors.ts";
import type { ServerLog, ServerPorts } from "./ports.ts";

/** An answer before it becomes a Response, or is written straight to a node:http response. */
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

export const BODY_LIMIT_BYTES = 1024 * 1024;

export function tooLarge(): HttpRefusal {
  return new HttpRefusal(413, "The body is larger than 1 MB", { connection: "close" });
}

/** The bytes as sent, for the signature. @throws 413, without reading on, as soon as they are too many */
export async function readRawBody(request: Request): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (Number(declared) > BODY_LIMIT_BYTES) throw tooLarge();
  try {
    return declared === null ? await readStream(request) : new Uint8Array(await request.arrayBuffer());
  } catch (error) {
    if (error instanceof HttpRefusal) throw error;
    throw new HttpRefusal(400, "The body ended before its end");
  }
}

async function readStream(request: Request): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream: AsyncIterable<unknown> = request.body;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("a request's body gives bytes");
    length += chunk.byteLength;
    if (length > BODY_LIMIT_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : new Uint8Array(Buffer.concat(chunks));
}

export interface SignedBody {
  readonly rawBody: Uint8Array;
  readonly signature: string | undefined;
}

const decoder = new TextDecoder();

/** Parses what Retell signed. @throws unauthorized before a byte is parsed, invalid when it is not JSON */
export function signedJson({ rawBody, signature }: SignedBody, ports: Pick<ServerPorts, "verify">): unknown {
  if (!ports.verify(rawBody, signature)) {
    throw new AscendiaError("unauthorized", "The signature is missing, wrong or older than five minutes");
  }
  try {
    const body: unknown = JSON.parse(decoder.decode(rawBody));
    return body;
  } catch (error) {
    throw new AscendiaError("invalid", "The body is not JSON", { cause: error });
  }
}
