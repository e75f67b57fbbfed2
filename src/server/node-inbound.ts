import type { IncomingMessage, ServerResponse } from "node:http";
import { type Exchange, beginExchange, endExchange } from "./exchange.ts";
import { BODY_LIMIT_BYTES, type Reply, errorReply, tooLarge } from "./http.ts";
import { answerInbound } from "./inbound.ts";
import { INBOUND_PATH } from "./routes/inbound.ts";
import type { RoutePorts } from "./routes/route.ts";

/**
 * The inbound webhook straight on node:http, with the same answer as the application's route: a Request and a Response
 * for each call cost three times as much as all the rest (`npm run bench inbound-webhook`).
 * @returns whether the request was one
 */
export function takeInbound(incoming: IncomingMessage, outgoing: ServerResponse, ports: RoutePorts): boolean {
  const path = incoming.method === "POST" ? inboundPath(incoming.url ?? "") : undefined;
  if (path === undefined) return false;
  const exchange = beginExchange(headerOf(incoming, "x-request-id"), ports);
  exchange.route = path.named === undefined ? INBOUND_PATH : `${INBOUND_PATH}/:clinic`;
  const answer = (reply: Reply): void => send(reply, { outgoing, exchange, ports });
  const refuse = (error: unknown): void => answer(errorReply(error, ports.log, exchange.requestId));
  collect(incoming, refuse, (rawBody) => {
    try {
      const signature = headerOf(incoming, "x-retell-signature");
      const reply = answerInbound({ rawBody, signature, named: path.named }, exchange, ports);
      if (reply instanceof Promise) reply.then(answer, refuse);
      else answer(reply);
    } catch (error) {
      refuse(error);
    }
  });
  return true;
}

const NAMED = /^\/([^/?]+)(?:\?|$)/;

/** undefined: another path, or a name that is no text; the application answers those. */
function inboundPath(url: string): { readonly named: string | undefined } | undefined {
  if (!url.startsWith(INBOUND_PATH)) return undefined;
  const rest = url.slice(INBOUND_PATH.length);
  if (rest === "" || rest.startsWith("?")) return { named: undefined };
  const name = NAMED.exec(rest)?.[1];
  if (name === undefined || !name.includes("%")) return name === undefined ? undefined : { named: name };
  try {
    return { named: decodeURIComponent(name) };
  } catch {
    return undefined;
  }
}

/** Stops reading at the limit. A sender that hangs up halfway is told nothing, as nobody listens. */
function collect(incoming: IncomingMessage, refuse: (error: Error) => void, done: (body: Buffer) => void): void {
  if (Number(incoming.headers["content-length"] ?? 0) > BODY_LIMIT_BYTES) {
    refuse(tooLarge());
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  incoming.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= BODY_LIMIT_BYTES) {
      chunks.push(chunk);
      return;
    }
    incoming.pause().removeAllListeners("data").removeAllListeners("end");
    refuse(tooLarge());
  });
  incoming.on("end", () => done(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
  incoming.on("error", () => {});
}

interface Answering {
  readonly outgoing: ServerResponse;
  readonly exchange: Exchange;
  readonly ports: RoutePorts;
}

function send({ status, contentType, body, headers }: Reply, { outgoing, exchange, ports }: Answering): void {
  outgoing
    .writeHead(status, {
      ...headers,
      "content-type": contentType,
      "content-length": typeof body === "string" ? Buffer.byteLength(body) : body.byteLength,
      "x-request-id": exchange.requestId,
    })
    .end(body);
  endExchange(exchange, status, ports);
}

function headerOf(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  return typeof value === "string" ? value : undefined;
}
