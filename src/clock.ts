/** The source of the current time, in epoch milliseconds. */
export interface Clock {
  now(): number;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
