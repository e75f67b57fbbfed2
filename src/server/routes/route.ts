import type { Exchange } from "../exchange.ts";
import type { Reply, SignedBody } from "../http.ts";
import type { RequestMetrics } from "../metrics.ts";
import type { ServerPorts } from "../ports.ts";
import type { RequestBodies } from "../request-bodies.ts";

export interface RouteRequest extends SignedBody {
  readonly exchange: Exchange;
  /** What the path says where the pattern has `:name`. */
  readonly parameter: (name: string) => string | undefined;
}

export interface RoutePorts extends ServerPorts {
  readonly metrics: RequestMetrics;
  readonly bodies: RequestBodies;
}

export interface Route {
  readonly method: "GET" | "POST";
  /** In Hono's notation; stands in logs and metrics as it is. */
  readonly path: string;
  answer(request: RouteRequest, ports: RoutePorts): Reply | Promise<Reply>;
}
