import { described, sample } from "../metrics/prometheus-text.ts";

/** What one call reports while it runs. */
export interface CallMeter {
  opened(): void;
  closed(): void;
  /** The time from the question to the first words of its answer. */
  firstWords(ms: number): void;
  cancelled(): void;
  brainFailed(): void;
}

/** The number of latest answers that the quantiles cover. */
const KEPT_SAMPLES = 512;

/** Prometheus keeps every label it ever saw, so clinics beyond this number share one label. */
const MOST_LABELS = 200;
const OTHERS = "other";

interface Series {
  open: number;
  calls: number;
  cancelled: number;
  brainErrors: number;
  answers: number;
  readonly firstWordsMs: number[];
}

/** Counts calls over the socket since the start, by clinic. */
export class SocketMetrics {
  readonly #clinics = new Map<string, Series>();
  readonly #refused = new Map<string, number>();
  readonly #others: { text(): string }[] = [];

  /** Other metrics to append. */
  add(others: { text(): string }): void {
    this.#others.push(others);
  }

  meter(slug: string): CallMeter {
    const series = this.#seriesOf(slug);
    return {
      opened: () => {
        series.open += 1;
        series.calls += 1;
      },
      closed: () => {
        series.open -= 1;
      },
      firstWords: (ms) => {
        series.firstWordsMs[series.answers % KEPT_SAMPLES] = ms;
        series.answers += 1;
      },
      cancelled: () => {
        series.cancelled += 1;
      },
      brainFailed: () => {
        series.brainErrors += 1;
      },
    };
  }

  refused(status: number): void {
    const key = String(status);
    this.#refused.set(key, (this.#refused.get(key) ?? 0) + 1);
  }

  /** The Prometheus text format, version 0.0.4. */
  text(): string {
    const all = [...this.#clinics];
    const of = (name: string, value: (series: Series) => number) =>
      all.map(([clinic, series]) => sample(`ascendia_socket_${name}`, value(series), { clinic }));
    return [
      ...about("open_calls", "gauge", "Calls over the socket that are open."),
      ...of("open_calls", ({ open }) => open),
      ...about("calls_total", "counter", "Calls over the socket."),
      ...of("calls_total", ({ calls }) => calls),
      ...about("first_words_seconds", "summary", "Time from a question to the first words of its answer."),
      ...all.flatMap(([slug, series]) => quantiles(slug, series)),
      ...about("cancelled_responses_total", "counter", "Answers abandoned for a newer question."),
      ...of("cancelled_responses_total", ({ cancelled }) => cancelled),
      ...about("brain_errors_total", "counter", "Failures for which the caller heard an apology instead."),
      ...of("brain_errors_total", ({ brainErrors }) => brainErrors),
      ...about("refused_total", "counter", "Connections refused, by HTTP status or close code."),
      ...[...this.#refused].map(([status, count]) => sample("ascendia_socket_refused_total", count, { status })),
      ...this.#others.map((others) => others.text()),
      "",
    ].join("\n");
  }

  #seriesOf(slug: string): Series {
    const label = this.#clinics.has(slug) || this.#clinics.size < MOST_LABELS ? slug : OTHERS;
    const known = this.#clinics.get(label);
    if (known !== undefined) return known;
    const series: Series = { open: 0, calls: 0, cancelled: 0, brainErrors: 0, answers: 0, firstWordsMs: [] };
    this.#clinics.set(label, series);
    return series;
  }
}

function about(name: string, type: Parameters<typeof described>[1], help: string): readonly string[] {
  return described(`ascendia_socket_${name}`, type, help);
}

function quantiles(clinic: string, { answers, firstWordsMs }: Series): readonly string[] {
  const sorted = firstWordsMs.toSorted((a, b) => a - b);
  const name = "ascendia_socket_first_words_seconds";
  const at = (quantile: number): string => {
    const ms = sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0;
    return (ms / 1000).toFixed(6);
  };
  const shown = sorted.length === 0 ? [] : [0.5, 0.99];
  return [
    ...shown.map((quantile) => sample(name, at(quantile), { clinic, quantile: String(quantile) })),
    sample(`${name}_count`, answers, { clinic }),
  ];
}
