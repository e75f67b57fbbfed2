import { type Context, Hono } from "hono";
import { AscendiaError } from "../errors.ts";
import { type Exchange, beginExchange, endExchange } from "./exchange.ts";
import { HttpRefusal } from "./http-refusal.ts";
import { type Reply, errorReply, readRawBody, unsigned } from "./http.ts";
import { INBOUND_PATHS } from "./inbound.ts";
import { RequestMetrics } from "./metrics.ts";
import type { ServerPorts } from "./ports.ts";
import { RequestBodies } from "./request-bodies.ts";
import { eventRoutes } from "./routes/events.ts";
import { functionRoutes } from "./routes/functions.ts";
import { healthRoutes } from "./routes/health.ts";
import type { Route, RoutePorts, RouteRequest } from "./routes/route.ts";

type AppEnv = { Variables: { exchange: Exchange } };

export type App = Hono<AppEnv>;

const SIGNATURE_HEADER = "x-retell-signature";

/**
 * The whole HTTP surface, Request → Response, in this order: read the raw body, check the signature, parse, act. A body
 * without a signature header is not read at all.
 */
export function createApp(ports: ServerPorts, metrics = new RequestMetrics(), bodies = new RequestBodies()): App {
  for (const counter of ports.counters ?? []) metrics.add(counter);
  const all: RoutePorts = { ...ports, metrics, bodies };
  const routes = [...functionRoutes(ports.functions), ...eventRoutes, ...healthRoutes];
  const app = new Hono<AppEnv>();
  app.use(async (context, next) => {
    const exchange = beginExchange(context.req.header("x-request-id"), ports);
    context.set("exchange", exchange);
    await next();
    context.header("x-request-id", exchange.requestId);
    endExchange(exchange, context.res.status, all);
  });
  for (const route of routes) serve(app, route, all);
  // node-inbound.ts answers what is posted there; a name that cannot be decoded belongs to no route.
  for (const path of INBOUND_PATHS.flatMap((base) => [base, `${base}/:clinic`])) {
    app.post(path, () => {
      throw new AscendiaError("not_found", "Clinic not found");
    });
    refuseOtherMethods(app, { method: "POST", path });
  }
  app.notFound((context) => refuse(context, new AscendiaError("not_found", "There is nothing at this path"), all));
  app.onError((error, context) => refuse(context, error, all));
  return app;
}

function serve(app: App, route: Route, ports: RoutePorts): void {
  app.on(route.method, route.path, async (context) => {
    const exchange = context.get("exchange");
    exchange.route = route.path;
    const isSigned = context.req.header(SIGNATURE_HEADER) !== undefined;
    if (route.method === "POST" && !isSigned && !holdsSecret(context, route, ports)) throw unsigned();
    return toResponse(await route.answer(await routeRequest(context, exchange, ports), ports));
  });
  refuseOtherMethods(app, route);
}

/** The older outcome reports carry no signature, but the installation's secret. */
function holdsSecret(context: Context<AppEnv>, { takesSecret = false }: Route, { outcomes }: RoutePorts): boolean {
  const given = /^Bearer (\S{1,200})$/u.exec(context.req.header("authorization") ?? "")?.[1];
  return takesSecret && given !== undefined && outcomes?.isSecret(given) === true;
}

function refuseOtherMethods(app: App, { method, path }: Pick<Route, "method" | "path">): void {
  app.all(path, (context) => {
    context.get("exchange").route = path;
    throw new HttpRefusal(405, `This path takes ${method} only`, { allow: method });
  });
}

async function routeRequest(
  context: Context<AppEnv>,
  exchange: Exchange,
  { bodies }: RoutePorts,
): Promise<RouteRequest> {
  return {
    exchange,
    rawBody: await readRawBody(context.req.raw, bodies),
    signature: context.req.header(SIGNATURE_HEADER),
    parameter: (name) => context.req.param(name),
  };
}

function refuse(context: Context<AppEnv>, error: Error, { log }: RoutePorts): Response {
  return toResponse(errorReply(error, log, context.get("exchange").requestId));
}

function toResponse({ status, contentType, body, headers }: Reply): Response {
  return new Response(body, { status, headers: { ...headers, "content-type": contentType } });
}
