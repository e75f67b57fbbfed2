import type { Exchange } from "../exchange.ts";
import type { Reply, SignedBody } from "../http.ts";
import type { RequestMetrics } from "../metrics/request-metrics.ts";
import type { ServerPorts } from "../ports.ts";
import type { RequestBodies } from "../request-bodies.ts";

export interface RouteRequest extends SignedBody {
  readonly exchange: Exchange;
  /** The last part of the path, if the route's pattern ends in `/:clinic`. */
  readonly named: string | undefined;
}

export interface RoutePorts extends ServerPorts {
  readonly metrics: RequestMetrics;
  readonly bodies: RequestBodies;
}

export interface Route {
  readonly method: "GET" | "POST";
  /** The path as it appears in logs and metrics; `/:clinic` at its end stands for any name. */
  readonly path: string;
  /** Whether the route also accepts the installation's secret as a bearer token, instead of a signature. */
  readonly takesSecret?: boolean;
  /** The largest body; default: 1 MB. */
  readonly limitBytes?: number;
  answer(request: RouteRequest, ports: RoutePorts): Reply | Promise<Reply>;
}
