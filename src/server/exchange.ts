import type { RequestMetrics } from "./metrics/request-metrics.ts";
import type { ServerPorts } from "./ports.ts";

/** One request, and what is known about it when it is answered. */
export interface Exchange {
  readonly requestId: string;
  readonly startedAt: number;
  /** The route's pattern, never the actual path: paths are unbounded and contain ids. */
  route: string;
  /** Slug of the clinic that was served. */
  clinic: string | undefined;
  /** Extra fields for the log line; nothing that identifies a person. */
  facts: Readonly<Record<string, unknown>> | undefined;
}

const SENT_ID = /^[\w.:-]{1,100}$/;

/** Keeps the sender's `x-request-id` if it is safe in a header and a log. */
export function beginExchange(sentId: string | null | undefined, ports: Pick<ServerPorts, "newRequestId">): Exchange {
  const requestId = sentId != null && SENT_ID.test(sentId) ? sentId : ports.newRequestId();
  return { requestId, startedAt: performance.now(), route: "none", clinic: undefined, facts: undefined };
}

interface EndPorts {
  readonly log: ServerPorts["log"];
  readonly metrics: RequestMetrics;
  readonly answered?: ServerPorts["answered"];
}

export function endExchange(exchange: Exchange, status: number, { log, metrics, answered }: EndPorts): void {
  const milliseconds = performance.now() - exchange.startedAt;
  metrics.record(exchange.route, status, milliseconds / 1000);
  answered?.({ route: exchange.route, clinic: exchange.clinic, status, milliseconds });
  const line = {
    requestId: exchange.requestId,
    route: exchange.route,
    status,
    ms: Math.round(milliseconds * 100) / 100,
    clinic: exchange.clinic,
    ...exchange.facts,
  };
  if (status >= 500) log.error(line, "request");
  else if (status >= 400) log.warn(line, "request");
  else log.info(line, "request");
}
