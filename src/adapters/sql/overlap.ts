import type { Span } from "../../domain/time/spans.ts";

/** No appointment or hold blocks doctor and room for longer: the tables refuse it (`blocked_within_a_day`). */
const LONGEST_BLOCK_MS = 24 * 60 * 60_000;

/**
 * Blocks that overlap the span begin after this. Together with the span's end it bounds the search on both sides, so
 * that the index on `blocked_from` reads one day more than the span instead of everything before or after it.
 */
export function earliestOverlap({ from }: Span): number {
  return from - LONGEST_BLOCK_MS;
}
