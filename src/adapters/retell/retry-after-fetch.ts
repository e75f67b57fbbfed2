import { retryAfterMs } from "./errors.ts";

const mostTries = 10;
const longestWaitMs = 120_000;
/** As the SDK's own for what is sent here (docs/retell.md 12.4). */
const usualTimeoutMs = 60_000;

export interface Patience {
  wait(milliseconds: number): Promise<void>;
  /** Told before each wait. */
  readonly onWait?: (milliseconds: number) => void;
}

/**
 * Sends again what was refused with 429, after the time that was asked for; until then nothing else is sent either. A
 * refused request did nothing, so repeating it orders nothing twice. A refusal that lasts is the answer.
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
      // The SDK's own time began before the wait.
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

/** The SDK would begin from the start. */
function keepStatements(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set("x-should-retry", "false");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
