import { MINUTE_MS } from "../../../clock.ts";
import type { CallAttempt } from "./attempt.ts";

/** For so long Retell answers the same key with the same call (docs/retell.md 9.1), less what clocks may differ. */
const replayableMs = 55 * MINUTE_MS;

/** Whether sending the request once more cannot make a second call. */
export function isReplayable({ requestedAt }: Pick<CallAttempt, "requestedAt">, now: number): boolean {
  return requestedAt !== null && now - requestedAt < replayableMs;
}

const shortestPauseMs = 2000;
const longestPauseMs = 5 * MINUTE_MS;

/** When to look again for a call whose answer was lost: soon at first, then after as long again as has passed. */
export function nextLookAt({ requestedAt }: Pick<CallAttempt, "requestedAt">, now: number): number {
  const passed = now - (requestedAt ?? now);
  return now + Math.min(Math.max(passed, shortestPauseMs), longestPauseMs);
}
