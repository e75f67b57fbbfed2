import type { Exchange } from "../exchange.ts";
import type { Reply, SignedBody } from "../http.ts";
import type { RequestMetrics } from "../metrics/request-metrics.ts";
import type { ServerPorts } from "../ports.ts";
import type { RequestBodies } from "../request-bodies.ts";

export interface RouteRequest extends SignedBody {
  readonly exchange: Exchange;
  /** The last part of the path, where the route's pattern ends in `/:clinic`. */
  readonly named: string | undefined;
}

export interface RoutePorts extends ServerPorts {
  readonly metrics: RequestMetrics;
  readonly bodies: RequestBodies;
}

export interface Route {
  readonly method: "GET" | "POST";
  /** As it is in logs and metrics; `/:clinic` at its end stands for any name. */
  readonly path: string;
  /** Also takes what holds the installation's secret as bearer token, in the place of a signature. */
  readonly takesSecret?: boolean;
  /** Of its bodies; default: 1 MB. */
  readonly limitBytes?: number;
  answer(request: RouteRequest, ports: RoutePorts): Reply | Promise<Reply>;
}
