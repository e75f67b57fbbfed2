import { RateLimitError } from "../rate-limit-error.ts";
import type { NumberPlatform } from "./ports.ts";

const mostTries = 10;
const longestWaitMs = 120_000;

export interface Patience {
  wait(milliseconds: number): Promise<void>;
  /** Told before each wait. */
  readonly onWait?: (milliseconds: number) => void;
}

/**
 * Sends again what was refused for coming too soon, after the time that was asked for; until then nothing else is sent
 * either. A refused request did nothing, so repeating it orders nothing twice.
 * @throws the refusal when it lasts
 */
export function patientNumbers(numbers: NumberPlatform, patience: Patience): NumberPlatform {
  let pause: Promise<void> = Promise.resolve();
  const send = async <T>(request: () => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      await pause;
      try {
        return await request();
      } catch (error) {
        if (!isWorthWaiting(error) || tries === mostTries) throw error;
        patience.onWait?.(error.retryAfterMs);
        pause = Promise.all([pause, patience.wait(error.retryAfterMs)]).then(() => undefined);
      }
    }
  };
  return {
    list: () => send(() => numbers.list()),
    find: (phoneNumber) => send(() => numbers.find(phoneNumber)),
    buy: (order, binding) => send(() => numbers.buy(order, binding)),
    importNumber: (order, binding) => send(() => numbers.importNumber(order, binding)),
    bind: (phoneNumber, binding) => send(() => numbers.bind(phoneNumber, binding)),
    release: (phoneNumber) => send(() => numbers.release(phoneNumber)),
  };
}

function isWorthWaiting(error: unknown): error is RateLimitError {
  return error instanceof RateLimitError && error.retryAfterMs <= longestWaitMs;
}
