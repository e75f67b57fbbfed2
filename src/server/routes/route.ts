import type { Exchange } from "../exchange.ts";
import type { Reply, SignedBody } from "../http.ts";
import type { RequestMetrics } from "../metrics.ts";
import type { ServerPorts } from "../ports.ts";
import type { RequestBodies } from "../request-bodies.ts";

export interface RouteRequest extends SignedBody {
  readonly exchange: Exchange;
  /** The value in the path for `:name` in the pattern. */
  readonly parameter: (name: string) => string | undefined;
}

export interface RoutePorts extends ServerPorts {
  readonly metrics: RequestMetrics;
  readonly bodies: RequestBodies;
}

export interface Route {
  readonly method: "GET" | "POST";
  /** In Hono's notation; used as is in logs and metrics. */
  readonly path: string;
  /** Also takes what holds the installation's secret as bearer token, in the place of a signature. */
  readonly takesSecret?: boolean;
  answer(request: RouteRequest, ports: RoutePorts): Reply | Promise<Reply>;
}
