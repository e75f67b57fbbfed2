import { described, sample } from "./prometheus-text.ts";

/** Upper bounds in seconds. Finest at the low end, because a caller waits for the webhook. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10] as const;

interface Series {
  readonly byStatus: Map<number, number>;
  /** One count per bound and one for everything above; not cumulative. */
  readonly buckets: number[];
  seconds: number;
}

/** Counts requests served since the start, by route pattern. */
export class RequestMetrics {
  readonly #routes = new Map<string, Series>();
  readonly #others: { text(): string }[] = [];

  /** Other metrics to append. */
  add(others: { text(): string }): void {
    this.#others.push(others);
  }

  record(route: string, status: number, seconds: number): void {
    const series = this.#seriesOf(route);
    series.byStatus.set(status, (series.byStatus.get(status) ?? 0) + 1);
    const bound = BOUNDS.findIndex((limit) => seconds <= limit);
    const bucket = bound === -1 ? BOUNDS.length : bound;
    series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
    series.seconds += seconds;
  }

  /** The Prometheus text format, version 0.0.4. */
  text(): string {
    const routes = [...this.#routes];
    const refused = routes.reduce((sum, [, { byStatus }]) => sum + (byStatus.get(401) ?? 0), 0);
    return [
      ...described("ascendia_http_requests_total", "counter", "Requests answered, by route and status."),
      ...routes.flatMap(([route, series]) => counters(route, series)),
      ...described(
        "ascendia_refused_signatures_total",
        "counter",
        "Requests refused for lack of a recent signature from Retell.",
      ),
      sample("ascendia_refused_signatures_total", refused),
      ...described(DURATION, "histogram", "Time from the request's arrival to its answer."),
      ...routes.flatMap(([route, series]) => histogram(route, series)),
      ...this.#others.map((others) => others.text().trimEnd()),
      "",
    ].join("\n");
  }

  #seriesOf(route: string): Series {
    const known = this.#routes.get(route);
    if (known !== undefined) return known;
    const series = { byStatus: new Map(), buckets: Array.from({ length: BOUNDS.length + 1 }, () => 0), seconds: 0 };
    this.#routes.set(route, series);
    return series;
  }
}

const DURATION = "ascendia_http_request_duration_seconds";

function counters(route: string, { byStatus }: Series): readonly string[] {
  return [...byStatus].map(([status, count]) =>
    sample("ascendia_http_requests_total", count, { route, status: String(status) }),
  );
}

function histogram(route: string, { buckets, seconds }: Series): readonly string[] {
  let total = 0;
  const lines = buckets.map((count, index) => {
    total += count;
    return sample(`${DURATION}_bucket`, total, { route, le: String(BOUNDS[index] ?? "+Inf") });
  });
  return [...lines, sample(`${DURATION}_sum`, seconds, { route }), sample(`${DURATION}_count`, total, { route })];
}
