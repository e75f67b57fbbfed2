import { HttpRefusal } from "./error-response.ts";

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
