import { wallClock } from "../../domain/time/wall-clock.ts";

/** No zone changes its clocks back and forth within this time. */
const stride = 4 * 24 * 60 * 60_000;

export interface ClockChange {
  readonly zone: string;
  /** The local date of the clock change. */
  readonly date: string;
}

/**
 * Every clock change of every zone from 2024 to 2032, found by checking the offset in Intl every few days; for a zone
 * that has none, one ordinary day.
 */
export function clockChanges(): readonly ClockChange[] {
  return Intl.supportedValuesOf("timeZone").flatMap((zone) => {
    const clock = wallClock(zone);
    const offset = (instant: number): number => {
      const { date, minutes } = clock(instant);
      return Date.parse(`${date}T00:00:00Z`) + minutes * 60_000 - instant;
    };
    const found: ClockChange[] = [];
    const last = Date.UTC(2032, 11, 31, 12);
    let before = offset(Date.UTC(2024, 0, 1, 12));
    for (let from = Date.UTC(2024, 0, 1, 12); from < last; from += stride) {
      const [earlier, after] = [before, offset(from + stride)];
      before = after;
      if (earlier === after) continue;
      const change = bisect(from, from + stride, (instant) => offset(instant) === earlier);
      found.push({ zone, date: clock(change).date });
    }
    return found.length === 0 ? [{ zone, date: "2026-03-04" }] : found;
  });
}

/** The first minute at which the test is false: it is true at `from` and false at `to`. */
function bisect(from: number, to: number, isBefore: (instant: number) => boolean): number {
  let [low, high] = [from / 60_000, to / 60_000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isBefore(middle * 60_000)) low = middle;
    else high = middle;
  }
  return high * 60_000;
}
