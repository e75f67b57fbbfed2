import type { IncomingMessage, ServerResponse } from "node:http";
import { type Exchange, beginExchange, endExchange } from "./exchange.ts";
import { INBOUND_LIMIT_BYTES, type Reply, errorReply, tooLarge, unsigned } from "./http.ts";
import { INBOUND_PATHS, answerInbound } from "./inbound.ts";
import { type RequestBodies, tooManyBodies } from "./request-bodies.ts";
import type { RoutePorts } from "./routes/route.ts";

/**
 * The inbound webhook straight on node:http, with the same answers as the application's route. Creating a Request and a
 * Response per call would cost three times as much as everything else (`npm run bench inbound-webhook`).
 * @returns whether the request was one
 */
export function takeInbound(incoming: IncomingMessage, outgoing: ServerResponse, ports: RoutePorts): boolean {
  const path = incoming.method === "POST" ? inboundPath(incoming.url ?? "") : undefined;
  if (path === undefined) return false;
  const exchange = beginExchange(headerOf(incoming, "x-request-id"), ports);
  exchange.route = path.named === undefined ? path.base : `${path.base}/:clinic`;
  const answer = (reply: Reply): void => {
    send(reply, outgoing, exchange);
    endExchange(exchange, reply.status, ports);
  };
  const refuse = (error: unknown): void => answer(errorReply(error, ports.log, exchange.requestId));
  const signature = headerOf(incoming, "x-retell-signature");
  if (signature === undefined) {
    refuse(unsigned());
    return true;
  }
  const done = (rawBody: Buffer): void => {
    try {
      const reply = answerInbound({ rawBody, signature, named: path.named }, exchange, ports);
      if (reply instanceof Promise) reply.then(answer, refuse);
      else answer(reply);
    } catch (error) {
      refuse(error);
    }
  };
  collect(incoming, ports.bodies, done, refuse);
  return true;
}

interface InboundPath {
  readonly base: string;
  readonly named: string | undefined;
}

const NAMED = /^\/([^/?]+)(?:\?|$)/;

/** undefined: another path, or a malformed name; the application answers those. */
function inboundPath(url: string): InboundPath | undefined {
  const base = INBOUND_PATHS.find((path) => url.startsWith(path));
  if (base === undefined) return undefined;
  const rest = url.slice(base.length);
  if (rest === "" || rest.startsWith("?")) return { base, named: undefined };
  const name = NAMED.exec(rest)?.[1];
  if (name === undefined || !name.includes("%")) return name === undefined ? undefined : { base, named: name };
  try {
    return { base, named: decodeURIComponent(name) };
  } catch {
    return undefined;
  }
}

/** Stops reading at the limit. A sender that hangs up halfway gets no answer. */
function collect(
  incoming: IncomingMessage,
  bodies: RequestBodies,
  done: (body: Buffer) => void,
  refuse: (error: Error) => void,
): void {
  const declared = incoming.headers["content-length"];
  const declaredBytes = Number(declared ?? 0);
  if (declaredBytes > INBOUND_LIMIT_BYTES) {
    refuse(tooLarge(INBOUND_LIMIT_BYTES));
    return;
  }
  const stop = (why: Error): void => {
    open.end();
    incoming.pause().removeAllListeners("data").removeAllListeners("end");
    refuse(why);
  };
  const open = bodies.begin(declaredBytes, () => stop(tooManyBodies()));
  const chunks: Buffer[] = [];
  let length = 0;
  incoming.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > INBOUND_LIMIT_BYTES) {
      stop(tooLarge(INBOUND_LIMIT_BYTES));
      return;
    }
    chunks.push(chunk);
    if (declared === undefined) open.grow(chunk.length);
  });
  incoming.on("end", () => {
    open.end();
    done(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
  });
  incoming.on("close", () => open.end());
  incoming.on("error", () => {});
}

function send({ status, contentType, body, headers }: Reply, outgoing: ServerResponse, exchange: Exchange): void {
  outgoing
    .writeHead(status, {
      ...headers,
      "content-type": contentType,
      "content-length": typeof body === "string" ? Buffer.byteLength(body) : body.byteLength,
      "x-request-id": exchange.requestId,
    })
    .end(body);
}

function headerOf(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  return typeof value === "string" ? value : undefined;
}
