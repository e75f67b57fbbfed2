import { retryAfterMs } from "./errors.ts";

const mostTries = 10;
const longestWaitMs = 120_000;
/** The SDK's own time limit for these requests (docs/retell.md 12.4). */
const usualTimeoutMs = 60_000;

export interface Patience {
  wait(milliseconds: number): Promise<void>;
  /** Called before each wait. */
  readonly onWait?: (milliseconds: number) => void;
}

/**
 * Retries requests that got a 429, after the pause that Retell asks for. Meanwhile other requests wait too. A refused
 * request did nothing, so a retry cannot order anything twice. If the refusals persist, the last one is the answer.
 */
export function retryAfterFetch(patience: Patience, timeoutMs: number | null): typeof fetch {
  let pauses = 0;
  let pause: Promise<unknown> = Promise.resolve();
  return async (input, init) => {
    let isLate = false;
    for (let tries = 1; ; tries += 1) {
      if (pauses > 0) {
        isLate = true;
        await pause;
      }
      // The SDK's own time limit started before the wait.
      const signal = isLate ? AbortSignal.timeout(timeoutMs ?? usualTimeoutMs) : (init?.signal ?? null);
      const response = await fetch(input, { ...init, signal });
      if (response.status !== 429) return response;
      const waitMs = retryAfterMs(response.headers);
      if (tries === mostTries || waitMs > longestWaitMs) return keepStatements(response);
      await response.body?.cancel();
      patience.onWait?.(waitMs);
      pauses += 1;
      pause = Promise.all([pause, patience.wait(waitMs)]).finally(() => (pauses -= 1));
    }
  };
}

/** Keeps the SDK from starting its own retries. */
function keepStatements(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set("x-should-retry", "false");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
