import type { Latency } from "./report.ts";

/** Nearest-rank percentiles of durations in milliseconds, to a hundredth; null of nothing. */
export function latencyOf(durations: readonly number[]): Latency | null {
  if (durations.length === 0) return null;
  const sorted = durations.toSorted((a, b) => a - b);
  const rank = (share: number) => hundredths(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { count: sorted.length, p50: rank(0.5), p99: rank(0.99), max: hundredths(sorted.at(-1) ?? 0) };
}

function hundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}
