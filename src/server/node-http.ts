import type { IncomingMessage, ServerResponse } from "node:http";
import { type App, holdsSecret, limitOf } from "./app.ts";
import { beginExchange, endExchange } from "./exchange.ts";
import { HttpRefusal } from "./http-refusal.ts";
import { type Reply, errorReply, tooLarge, unsigned } from "./http.ts";
import { type RequestBodies, tooManyBodies } from "./request-bodies.ts";
import type { Route } from "./routes/route.ts";

const SIGNATURE_HEADER = "x-retell-signature";
const NO_BODY = Buffer.alloc(0);

/**
 * Answers a request directly on node:http, in this order: find the route, read the raw body, check the signature,
 * parse, act. A body without a signature header is not read at all. Creating a Request and a Response per call would
 * cost three times as much as the rest of an inbound call (`npm run bench inbound-webhook`).
 */
export function answerRequest(incoming: IncomingMessage, outgoing: ServerResponse, app: App): void {
  const { ports } = app;
  const exchange = beginExchange(headerOf(incoming, "x-request-id"), ports);
  const answer = (reply: Reply): void => {
    send(reply, outgoing, { incoming, requestId: exchange.requestId });
    endExchange(exchange, reply.status, ports);
  };
  const refuse = (error: unknown): void => answer(errorReply(error, ports.log, exchange.requestId));
  const asked = app.find(incoming.method ?? "", incoming.url ?? "");
  if (asked.refusal !== undefined) {
    exchange.route = asked.pattern;
    refuse(asked.refusal);
    return;
  }
  const { route, named } = asked;
  exchange.route = route.path;
  const signature = headerOf(incoming, SIGNATURE_HEADER);
  const done = (rawBody: Buffer): void => {
    const isCall = route.method === "POST";
    const record = isCall ? ports.recorder?.begin({ url: incoming.url ?? "", rawBody, signature }) : undefined;
    const reply = (given: Reply): void => {
      record?.(given, exchange.clinic);
      answer(given);
    };
    const fail = (error: unknown): void => reply(errorReply(error, ports.log, exchange.requestId));
    try {
      const found = route.answer({ rawBody, signature, named, exchange }, ports);
      if (found instanceof Promise) found.then(reply, fail);
      else reply(found);
    } catch (error) {
      fail(error);
    }
  };
  if (route.method === "GET") done(NO_BODY);
  else if (signature === undefined && !holdsSecret(headerOf(incoming, "authorization"), route, ports)) {
    refuse(unsigned());
  } else collect(incoming, { route, bodies: ports.bodies }, done, refuse);
}

interface Reading {
  readonly route: Route;
  readonly bodies: RequestBodies;
}

/** Stops reading at the limit. If the sender hangs up halfway, there is no answer, only a line in the log. */
function collect(
  incoming: IncomingMessage,
  { route, bodies }: Reading,
  done: (body: Buffer) => void,
  refuse: (error: Error) => void,
): void {
  const limit = limitOf(route);
  const declared = incoming.headers["content-length"];
  const declaredBytes = Number(declared ?? 0);
  if (declaredBytes > limit) {
    refuse(tooLarge(limit));
    return;
  }
  let isOver = false;
  const stop = (why: Error): void => {
    isOver = true;
    open.end();
    incoming.pause().removeAllListeners("data").removeAllListeners("end");
    refuse(why);
  };
  const open = bodies.begin(declaredBytes, () => stop(tooManyBodies()));
  const chunks: Buffer[] = [];
  let length = 0;
  incoming.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > limit) {
      stop(tooLarge(limit));
      return;
    }
    chunks.push(chunk);
    if (declared === undefined) open.grow(chunk.length);
  });
  incoming.on("end", () => {
    isOver = true;
    open.end();
    done(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
  });
  incoming.on("close", () => {
    if (!isOver) stop(new HttpRefusal(400, "The body ended early"));
  });
  incoming.on("error", () => {});
}

interface Answering {
  readonly incoming: IncomingMessage;
  readonly requestId: string;
}

/** Closes the connection if the body was not read to its end: reading the rest costs more than a new connection. */
function send(reply: Reply, outgoing: ServerResponse, { incoming, requestId }: Answering): void {
  const { status, contentType, body, headers } = reply;
  const isUnread = !incoming.complete && hasBody(incoming);
  outgoing
    .writeHead(status, {
      ...(isUnread && { connection: "close" }),
      ...headers,
      "content-type": contentType,
      "content-length": typeof body === "string" ? Buffer.byteLength(body) : body.byteLength,
      "x-request-id": requestId,
    })
    .end(body);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function headerOf(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  return typeof value === "string" ? value : undefined;
}
