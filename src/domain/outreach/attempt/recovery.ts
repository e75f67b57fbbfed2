import { MINUTE_MS } from "../../../clock.ts";
import type { CallAttempt } from "./attempt.ts";

/** How long Retell returns the same call for the same key (docs/retell.md 9.1), less a margin for clock differences. */
const replayableMs = 55 * MINUTE_MS;

/** Whether sending the request again cannot make a second call. */
export function isReplayable({ requestedAt }: Pick<CallAttempt, "requestedAt">, now: number): boolean {
  return requestedAt !== null && now - requestedAt < replayableMs;
}

const shortestPauseMs = 2000;
const longestPauseMs = 5 * MINUTE_MS;

/** When to look again for a call whose answer was lost: soon at first, then with doubling intervals. */
export function nextLookAt({ requestedAt }: Pick<CallAttempt, "requestedAt">, now: number): number {
  const passed = now - (requestedAt ?? now);
  return now + Math.min(Math.max(passed, shortestPauseMs), longestPauseMs);
}
