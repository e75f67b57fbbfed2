import { MINUTE_MS } from "../../clock.ts";

interface Priced {
  readonly costCents: number | null;
  readonly durationMs: number | null;
}

/** What a minute of these calls cost, to a tenth of a cent; null: none has a cost yet. */
export function centsPerMinuteOf(calls: readonly Priced[]): number | null {
  const paid = calls.flatMap(({ costCents, durationMs }) =>
    costCents === null || durationMs === null || durationMs === 0 ? [] : [{ costCents, durationMs }],
  );
  const minutes = paid.reduce((sum, { durationMs }) => sum + durationMs, 0) / MINUTE_MS;
  if (minutes === 0) return null;
  return Math.round((paid.reduce((sum, { costCents }) => sum + costCents, 0) / minutes) * 10) / 10;
}
