import { type App, limitOf } from "./app.ts";
import { type Exchange, beginExchange, endExchange } from "./exchange.ts";
import { type Reply, errorReply, tooLarge, unsigned } from "./http.ts";

/** A request that does not come over HTTP. */
export interface DirectRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly rawBody: Uint8Array;
  readonly signature: string | undefined;
}

export interface DirectAnswer {
  readonly status: number;
  readonly body: string;
}

const decoder = new TextDecoder();

/**
 * Does everything that `answerRequest` (node-http.ts) does, except HTTP itself: route, size, signature, log and
 * metrics.
 */
export async function answerInProcess(request: DirectRequest, app: App): Promise<DirectAnswer> {
  const { ports } = app;
  const exchange = beginExchange(undefined, ports);
  const { status, body } = await replyTo(request, exchange, app).catch((error: unknown) =>
    errorReply(error, ports.log, exchange.requestId),
  );
  endExchange(exchange, status, ports);
  return { status, body: typeof body === "string" ? body : decoder.decode(body) };
}

async function replyTo(
  { method, url, rawBody, signature }: DirectRequest,
  exchange: Exchange,
  app: App,
): Promise<Reply> {
  const asked = app.find(method, url);
  exchange.route = asked.refusal === undefined ? asked.route.path : asked.pattern;
  if (asked.refusal !== undefined) throw asked.refusal;
  const { route, named } = asked;
  if (route.method === "POST" && signature === undefined) throw unsigned();
  if (rawBody.byteLength > limitOf(route)) throw tooLarge(limitOf(route));
  return route.answer({ rawBody, signature, named, exchange }, app.ports);
}
