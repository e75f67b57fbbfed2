import type { ConsoleContext } from "./gate.ts";
import type { Asked } from "./visit.ts";
import { AscendiaError } from "../errors.ts";

const MOST_QUERY = 200;
const MOST_FIELD = 4000;
const MOST_BODY = 64 * 1024;

/** @throws invalid for a body that none of our forms sends */
export async function askedOf(context: ConsoleContext): Promise<Asked> {
  const { req } = context;
  const fields = req.method === "POST" ? await formOf(context) : new URLSearchParams();
  return {
    path: req.path,
    query: (name) => (req.query(name) ?? "").slice(0, MOST_QUERY),
    field: (name) => (fields.get(name) ?? "").slice(0, MOST_FIELD),
    parameter: (name) => (req.param(name) ?? "").slice(0, MOST_QUERY),
  };
}

async function formOf({ req }: ConsoleContext): Promise<URLSearchParams> {
  const isForm = req.header("content-type")?.startsWith("application/x-www-form-urlencoded") === true;
  const declared = Number(req.header("content-length") ?? "0");
  if (!isForm || declared > MOST_BODY) throw new AscendiaError("invalid", "not a form of this console");
  return new URLSearchParams(await bodyOf(req.raw));
}

async function bodyOf({ body }: Request): Promise<string> {
  if (body === null) return "";
  const decoder = new TextDecoder();
  let [text, length] = ["", 0];
  const stream: AsyncIterable<unknown> = body;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("a request's body yields bytes");
    length += chunk.byteLength;
    if (length > MOST_BODY) throw new AscendiaError("invalid", "not a form of this console");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
